/** What a worker's host does (agent/host/work.ts): it shows progress, submits, asks or gives up, each on the tip it knows. */

import { addSpent } from "../../src/domain/money.ts";
import type { TipState } from "../../src/domain/tip.ts";
import { spends } from "../support/builders.ts";
import type { Commits } from "./commits.ts";
import { type Effect, mergeOf } from "./effect.ts";
import { stepMessage } from "./effects-tasks.ts";
import { type Model, names } from "./model.ts";
import { type Bound, has, hostOf, type Job, type State, spend, withProcess } from "./state.ts";
import type { Step } from "./step.ts";
import { movesOf, sendMoves } from "./take.ts";

type Work = Extract<Job, { kind: "work" }>;

type Outcome = Exclude<TipState, { kind: "pushed" | "landed" | "reverted" | "returned" }>;

/** Every step that workers of this process may take. */
export function workerSteps(model: Model, state: State, index: number): readonly Step[] {
  const process = state.processes[index];
  if (!process?.up) return [];
  return process.jobs.flatMap((job) => {
    if (job.kind !== "work") return [];
    const outcomes: [Outcome, Bound | undefined][] = [
      [{ kind: "submitted", handOff: "" }, undefined],
      [{ kind: "claimed", claim: job.claim, instance: names[index] ?? "" }, "progress"],
      [{ kind: "asked", question: "", seen: job.seen }, "question"],
      [{ kind: "ended", reason: job.purse === 0 ? "out-of-budget" : "failed", words: "" }, "failure"],
    ];
    return outcomes.flatMap(([outcome, bound]) => {
      if (bound && !has(state, bound)) return [];
      const funded = bound ? { ...state, budget: spend(state.budget, bound) } : state;
      return [
        take(model, funded, index, job, outcome),
        ...(has(funded, "late") ? [delay(model, funded, index, job, outcome)] : []),
      ];
    });
  });
}

/** The worker's submission, taken at once. */
export const submit = (model: Model, state: State, index: number, job: Work): Step =>
  take(model, state, index, job, { kind: "submitted", handOff: "" });

function take(model: Model, state: State, index: number, job: Work, outcome: Outcome): Step {
  const effect = stepOf(model, job, outcome);
  const sender = hostOf(index);
  const taken = sendMoves(model, state, sender, effect, movesOf(model, state, sender, effect));
  const goesOn = outcome.kind === "claimed";
  const next = withJob(state, index, job, goesOn ? onTip(job, taken.answer) : undefined);
  const refused = taken.answer === 0 ? ", is refused" : "";
  const label = `${names[index]}'s worker of #${job.task}: ${outcome.kind}${refused}`;
  return { label, state: { ...next, repo: taken.repo }, broken: taken.broken };
}

/** The branch says now what it spent. */
function onTip(job: Work, tip: number): Work {
  if (tip === 0) return job;
  return job.spent === undefined ? { ...job, tip } : { ...job, tip, spent: 0 };
}

/** The push is under way when the host gives up on it. */
function delay(model: Model, state: State, index: number, job: Work, outcome: Outcome): Step {
  const effect = stepOf(model, job, outcome);
  const sender = hostOf(index);
  const moves = movesOf(model, state, sender, effect);
  const late = [...state.late, { kind: "step" as const, moves, tasks: [], sender }];
  const next = withJob(state, index, job, outcome.kind === "claimed" ? job : undefined);
  const label = `${names[index]}'s worker of #${job.task}: ${outcome.kind} is under way, its sender gives up`;
  return { label, state: { ...next, late, budget: spend(state.budget, "late") }, broken: [] };
}

function stepOf(model: Model, job: Work, state: Outcome): Effect {
  const { commits, spec } = model;
  const last = commits.get(job.tip).tip.facts;
  const facts = { ...last, spent: addSpent(last.spent, spends(job.spent ?? 0)) };
  const ground = { commits, pathOf: (work: number) => model.pathOf(work) };
  const merge = job.head === 0 ? undefined : mergeOf(ground, job.tip, job.head);
  const keeps = state.kind === "ended" || (state.kind === "claimed" && merge?.clean === false);
  const joins = state.kind === "submitted" && job.head !== 0 && !commits.history(job.tip).has(job.head);
  const before = commits.get(job.tip).tree;
  const found = spec.repairs.includes(job.task) && job.head ? commits.get(job.head).tree : merge?.tree;
  const tree = keeps ? before : worksOn(model, job, found ?? before);
  return {
    kind: "step",
    task: job.task,
    from: job.tip,
    parents: [job.tip, ...(joins ? [job.head] : [])],
    tree,
    message: stepMessage("", { facts, state }),
  };
}

/** The tree with the task's own work: right, or such that it breaks the check until it was sent back for that. */
function worksOn({ spec, commits }: Model, { task, tip }: Work, tree: readonly number[]): readonly number[] {
  const others = tree.filter((work) => Math.abs(work) !== task);
  const isBad = spec.red.includes(task) && !wasSentBack(commits, tip);
  const works = spec.repairs.includes(task) ? others.map(Math.abs) : others;
  return [...works, isBad ? -task : task].sort((a, b) => a - b);
}

function wasSentBack(commits: Commits, tip: number): boolean {
  for (let at: number | undefined = tip; at !== undefined; at = commits.get(at).parents[0]) {
    const { state, facts } = commits.get(at).tip;
    if (state.kind === "returned" && state.reason === "red") return true;
    if (facts.attempt === 0) return false;
  }
  return false;
}

function withJob(state: State, index: number, job: Work, next: Work | undefined): State {
  const process = state.processes[index];
  if (!process) return state;
  const jobs = process.jobs.flatMap((one) => (one !== job ? [one] : next ? [next] : []));
  return withProcess(state, index, { ...process, jobs });
}
