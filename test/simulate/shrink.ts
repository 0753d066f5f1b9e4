/** The smallest plan that still breaks the same invariant: faults, happenings, tasks and processes are taken away one at a time. */

import type { FaultKind, Plan } from "./plan.ts";
import type { RunResult } from "./run.ts";
import { play } from "./same-effects.ts";

/** Tries what is left away as long as something can be; answers the last run that broke. */
export async function shrink(broken: RunResult): Promise<RunResult> {
  const invariant = broken.breaches[0]?.invariant;
  let best = broken;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const plan of smaller(best.plan)) {
      const result = await play(plan);
      if (!result.breaches.some((breach) => breach.invariant === invariant)) continue;
      best = result;
      isSmaller = true;
      break;
    }
  }
  return best;
}

/** Every plan with one thing less. */
function* smaller(plan: Plan): Generator<Plan> {
  for (let index = 0; index < plan.happenings.length; index++)
    yield { ...plan, happenings: plan.happenings.toSpliced(index, 1) };
  for (const kind of Object.keys(plan.faults) as FaultKind[]) {
    const { [kind]: _, ...faults } = plan.faults;
    yield { ...plan, faults };
  }
  if (plan.tasks.length > 1) yield { ...plan, tasks: plan.tasks.slice(0, -1) };
  if (plan.subPlan) yield { ...plan, subPlan: false };
  if (plan.budget) yield { ...plan, budget: undefined };
  if (plan.gated) yield { ...plan, gated: false };
  for (const [index, task] of plan.tasks.entries()) {
    if (task.asks) yield { ...plan, tasks: plan.tasks.with(index, { ...task, asks: false }) };
    if (task.breaks) yield { ...plan, tasks: plan.tasks.with(index, { ...task, breaks: false }) };
  }
  if (plan.processes > 1) yield { ...plan, processes: plan.processes - 1 };
}
