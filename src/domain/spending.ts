/** What a goal has spent. */

import { addSpent, nothingSpent, type Spent } from "./money.ts";
import { isOver, tasksOf } from "./task.ts";
import type { World } from "./world.ts";

/** All that was spent as far as the log and the branches of ended tasks tell. */
export function totalSpent(world: World): Spent {
  const ended = tasksOf(world)
    .filter(isOver)
    .map((task) => {
      return (
        world.log.landings.get(task.number)?.spent ?? world.tips.get(task.number)?.facts.spent ?? nothingSpent
      );
    });
  return [...world.log.spent.map((s) => s.spent), ...ended].reduce(addSpent, nothingSpent);
}
