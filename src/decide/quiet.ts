/** When nothing goes on any more: everything that was planned is over, and nobody wants to plan more. */

import { runningCycle } from "../domain/log.ts";
import { dueRetries } from "../domain/retry.ts";
import { isOver, tasksOf } from "../domain/task.ts";
import { plansOf } from "../domain/tree.ts";
import type { World } from "../domain/world.ts";
import { settledPlans } from "./plan.ts";

export function isQuiet(world: World): boolean {
  if (tasksOf(world).some((task) => !isOver(task)) || dueRetries(world).length > 0) return false;
  const cycle = runningCycle(world.log);
  if (cycle?.draining !== undefined) return world.busy.planners.size === 0;
  const settled = settledPlans(world);
  return plansOf(world).every((plan) => settled.has(plan.number));
}
