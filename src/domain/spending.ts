/** What a goal has spent. */

import { addSpent, nothingSpent, type Spent } from "./money.ts";
import { isOver, tasksOf } from "./task.ts";
import type { World } from "./world.ts";

/** All that was spent as far as the log and the branches of ended tasks tell. */
export function totalSpent(world: World): Spent {
  const ended = tasksOf(world)
    .filter(isOver)
    .map((task) => {
      return spentOn(world, task.number);
    });
  return [...world.log.spent.map((s) => s.spent), ...ended].reduce(addSpent, nothingSpent);
}

/** What a task spent, as its landing, its branch or the log says. */
export const spentOn = (world: World, task: number): Spent =>
  world.log.landings.get(task)?.spent ??
  world.tips.get(task)?.facts.spent ??
  world.log.ended.get(task)?.spent ??
  nothingSpent;
