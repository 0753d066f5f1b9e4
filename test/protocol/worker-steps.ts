/** What a worker's host does (agent/host/work.ts): it shows progress, submits, asks or gives up, each on the tip it knows. */

import type { TipState } from "../../src/domain/tip.ts";
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
      [{ kind: "ended", reason: "failed", words: "" }, "failure"],
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
  const tip = taken.answer === 0 ? job.tip : taken.answer;
  const next = withJob(state, index, job, goesOn ? { ...job, tip } : undefined);
  const refused = taken.answer === 0 ? ", is refused" : "";
  const label = `${names[index]}'s worker of #${job.task}: ${outcome.kind}${refused}`;
  return { label, state: { ...next, repo: taken.repo }, broken: taken.broken };
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
  const { commits } = model;
  const { facts } = commits.get(job.tip).tip ?? {};
  if (!facts) throw new Error(`The worker of #${job.task} stands on what is no step.`);
  const ground = { commits, clash: (a: number, b: number) => model.clash(a, b) };
  const merge = job.head === 0 ? undefined : mergeOf(ground, job.tip, job.head);
  const keeps = state.kind === "ended" || (state.kind === "claimed" && merge?.clean === false);
  const joins = state.kind === "submitted" && job.head !== 0 && !commits.history(job.tip).has(job.head);
  const tree = keeps ? commits.get(job.tip).tree : [...(merge?.tree ?? commits.get(job.tip).tree), job.task];
  return {
    kind: "step",
    task: job.task,
    from: job.tip,
    parents: [job.tip, ...(joins ? [job.head] : [])],
    tree: [...new Set(tree)].sort((a, b) => a - b),
    message: stepMessage("", { facts, state }),
  };
}

function withJob(state: State, index: number, job: Work, next: Work | undefined): State {
  const process = state.processes[index];
  if (!process) return state;
  const jobs = process.jobs.flatMap((one) => (one !== job ? [one] : next ? [next] : []));
  return withProcess(state, index, { ...process, jobs });
}
