/** All steps that are possible in a state. */

import { effects } from "./effect-steps.ts";
import { type Model, names } from "./model.ts";
import { peopleSteps } from "./people.ts";
import { judgeMoves } from "./properties.ts";
import { loads } from "./reading.ts";
import { spendingSteps } from "./spending-steps.ts";
import { fresh, has, type Late, type State, spend, withProcess } from "./state.ts";
import type { Step } from "./step.ts";
import { push } from "./take.ts";
import { workerSteps } from "./worker-steps.ts";

export function successors(model: Model, state: State): readonly Step[] {
  return [
    ...state.processes.flatMap((_, index) => [
      ...loads(model, state, index),
      ...effects(model, state, index),
      ...workerSteps(model, state, index),
      ...spendingSteps(model, state, index),
      ...endings(state, index),
    ]),
    ...state.late.map((late) => arrive(model, state, late)),
    ...peopleSteps(model, state),
  ];
}

/** A late push reaches the server after all. */
export function arrive(model: Model, state: State, late: Late): Step {
  const label = `a late push of ${names[late.sender.index]} arrives`;
  const left = { ...state, late: state.late.filter((one) => one !== late) };
  const after = push(model, state.repo, late.moves, false);
  if (!after) return { label: `${label} and is refused`, state: left, broken: [] };
  const broken = judgeMoves(model, state.repo, after, late.sender, late);
  return { label, state: { ...left, repo: after }, broken };
}

/** A process that forgets everything and starts again, or never comes back. */
function endings(state: State, index: number): readonly Step[] {
  const process = state.processes[index];
  if (!process?.up) return [];
  const steps: Step[] = [];
  const end = (bound: "crash" | "death", label: string, up: boolean) => {
    const next = withProcess(state, index, { ...fresh, up });
    steps.push({ label, state: { ...next, budget: spend(state.budget, bound) }, broken: [] });
  };
  const busy = process.round !== undefined || process.jobs.length > 0;
  if (busy && has(state, "crash")) end("crash", `${names[index]} crashes and starts again`, true);
  const others = state.processes.filter((one) => one.up).length > 1;
  if (others && has(state, "death")) end("death", `${names[index]} dies`, false);
  return steps;
}
