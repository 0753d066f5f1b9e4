/** Which tasks this process takes: what came back first, then what is ready, oldest first. */

import { runningCycle } from "../domain/log.ts";
import { needsPart } from "../domain/parts.ts";
import { type Task, taskHolder, tasksOf } from "../domain/task.ts";
import type { World } from "../domain/world.ts";
import { isHalted, isPaused, isStopped } from "./control.ts";
import { endingTasks, hasNoTriesLeft } from "./end.ts";
import { isLeft } from "./lease.ts";
import type { Rule } from "./rule.ts";

export const claimTasks: Rule = (world) => {
  const charter = world.log.charter;
  const cycle = runningCycle(world.log);
  if (!charter || !cycle || cycle.draining !== undefined || isPaused(world) || isStopped(world)) return [];
  const free = Math.min(world.capacity, charter.limits.workers) - world.busy.workers.size;
  const ending = endingTasks(world);
  const order: readonly Task["state"][] = ["returned", "claimed", "ready"];
  const tasks = tasksOf(world)
    .filter((task) => !ending.has(task.number) && isClaimable(world, task))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.number - b.number)
    .slice(0, Math.max(0, free))
    .map((task) => task.number);
  return tasks.length > 0 ? [{ kind: "claim", tasks }] : [];
};

function isClaimable(world: World, task: Task): boolean {
  if (world.busy.workers.has(task.number) || hasNoTriesLeft(world, task.number)) return false;
  if (!world.log.grants.has(taskHolder(task.number)) || isHalted(world, task.number)) return false;
  if (needsPart(world, task.number)) return false;
  if (task.state === "ready" || task.state === "returned") return true;
  return task.state === "claimed" && isLeft(world, task.number);
}
