/** What slow jobs bring: planners ask once in a cycle, checks pass, and the judge says how it goes on. */

import { isEntered } from "../../src/domain/entered.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber, sha } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { checked, planned } from "../support/builders.ts";
import { type Model, names } from "./model.ts";
import { begin } from "./round.ts";
import { has, type Job, type Process, refOf, type State, spend, withProcess } from "./state.ts";
import type { Step } from "./step.ts";
import { intentsOf } from "./worlds.ts";

/** Results of slow jobs enter the log; another's steward's are dropped (enterResults of engine.ts). */
export function deliveries(model: Model, state: State, index: number): readonly Step[] {
  const process = state.processes[index];
  return (process?.jobs ?? []).flatMap((job) => {
    if (!process || job.kind === "work") return [];
    const next = deliver(model, state, index, process, job);
    const label = `${names[index]} has the result of its ${job.kind}`;
    const step = { label, state: withProcess(state, index, next), broken: [] };
    if (job.kind !== "plan" || !has(state, "failure")) return [step];
    const failed = deliver(model, state, index, process, job, "It hung.");
    const budget = spend(state.budget, "failure");
    return [
      step,
      { label: `${label}, a failure`, state: { ...withProcess(state, index, failed), budget }, broken: [] },
    ];
  });
}

export function deliver(
  model: Model,
  state: State,
  index: number,
  process: Process,
  job: Job,
  failed?: string,
): Process {
  const logTip = refOf(state.repo, "log");
  const log = model.commits.log(logTip);
  const entry = resultOf(model, job, failed);
  const isUseless = log.steward !== names[index] || (!model.mutant.entersAgain && isEntered(log, entry));
  if (isUseless) return { ...process, jobs: process.jobs.filter((one) => one !== job) };
  const snapshot = model.repos.number(state.repo);
  const commands = model.acts.number([{ kind: "enter", job, entry }]);
  return begin(model, index, process, { snapshot, commands, at: 0, answers: [], logTip, lost: false });
}

/** What the job brings: planners ask once for all tasks, checks pass, the judge is content. */
function resultOf(model: Model, job: Job, failed: string | undefined): Entry {
  if (job.kind === "check") return checked(sha(job.commit));
  if (job.kind === "judge") {
    const verdict = job.cycle < model.spec.cycles ? ("continue" as const) : ("done" as const);
    const judgement = { verdict, summary: "Done.", evidence: [] };
    return { kind: "verdict", cycle: job.cycle, commit: sha(job.commit), judgement, spent: nothingSpent };
  }
  if (job.kind !== "plan") throw new Error("A worker brings nothing for the log.");
  const { plan, cycle, wake, events, asks } = job;
  const intents = failed === undefined && asks ? intentsOf(model.spec, cycle, wake) : [];
  const done = failed === undefined;
  return planned({ plan: issueNumber(plan), cycle, wake, seen: events, intents, failed, done });
}
