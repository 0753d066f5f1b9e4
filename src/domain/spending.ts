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

/**
 * What a task spent, as its tombstone, its landing, its branch or the log says. One that ended after a person took its landing
 * out counts what nobody can tell as spent.
 */
export function spentOn({ log, tips }: World, task: number): Spent {
  const tip = tips.get(task);
  if (tip?.state.kind === "ended") return tip.facts.spent;
  return log.landings.get(task)?.spent ?? tip?.facts.spent ?? log.ended.get(task)?.spent ?? nothingSpent;
}
