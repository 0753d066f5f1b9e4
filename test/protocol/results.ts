/** What slow jobs bring: what planners ask for, how checks end, and how the judge wants it to go on. */

import { isEntered } from "../../src/domain/entered.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber, sha } from "../../src/domain/ids.ts";
import { checked, planned, spends } from "../support/builders.ts";
import { idOf } from "./commits.ts";
import { type Model, names } from "./model.ts";
import { begin } from "./round.ts";
import { has, type Job, type Process, refOf, type State, spend, withProcess } from "./state.ts";
import type { Step } from "./step.ts";
import { intentsOf, repairOf } from "./worlds.ts";

/** Results of slow jobs enter the log; another's steward's are dropped (enterResults of engine.ts). */
export function deliveries(model: Model, state: State, index: number): readonly Step[] {
  const process = state.processes[index];
  return (process?.jobs ?? []).flatMap((job) => {
    if (!process || job.kind === "work") return [];
    const next = deliver(model, state, index, process, job);
    const label = `${names[index]} has the result of its ${job.kind}`;
    const step = { label, state: withProcess(state, index, next), broken: [] };
    const bound = job.kind === "plan" ? "failure" : job.kind === "check" ? "flake" : undefined;
    if (!bound || !has(state, bound)) return [step];
    const failed = deliver(model, state, index, process, job, "By chance.");
    const budget = spend(state.budget, bound);
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
  const over = job.purse === undefined ? job : { ...job, purse: 0 };
  const commands = model.acts.number([{ kind: "enter", job: over, entry }]);
  const jobs = process.jobs.map((one) => (one === job ? over : one));
  const round = { snapshot, commands, at: 0, answers: [], logTip, opened: logTip, lost: false };
  return begin(model, index, { ...process, jobs }, round);
}

/** What the job brings: planners ask once for all tasks, and for a repair; checks pass where no work breaks them; the judge is content. */
function resultOf(model: Model, job: Job, failed: string | undefined): Entry {
  const spent = spends((job.lost ?? 0) + (job.spent ?? 0));
  if (job.kind === "check") {
    const passes = failed === undefined && model.commits.get(idOf(job.commit)).tree.every((work) => work > 0);
    const entry = checked(sha(job.commit), passes);
    return entry.kind === "checked" && job.why !== "head" ? { ...entry, why: job.why } : entry;
  }
  if (job.kind === "judge") {
    const verdict = job.cycle < model.spec.cycles ? ("continue" as const) : ("done" as const);
    const judgement = { verdict, summary: "Done.", evidence: [] };
    return { kind: "verdict", cycle: job.cycle, commit: sha(job.commit), judgement, spent };
  }
  if (job.kind !== "plan") throw new Error("A worker brings nothing for the log.");
  const { plan, cycle, wake, events, asks } = job;
  const done = failed === undefined;
  const wanted = asks ? intentsOf(model.spec, cycle, wake) : repairOf(model.spec, cycle, wake, events);
  const intents = done ? wanted : [];
  return planned({ plan: issueNumber(plan), cycle, wake, seen: events, intents, failed, done, spent });
}
