/** What a person vetoed although it has landed: integration has to lose it again. */

import { tasksOf } from "./task.ts";
import { isVetoed } from "./tree.ts";
import type { World } from "./world.ts";

/** Tasks whose landing a veto asks to take back, the newest landing first. */
export function vetoedLandings(world: World): readonly number[] {
  const landed = new Set(tasksOf(world).flatMap((task) => (task.state === "landed" ? [task.number] : [])));
  const inOrder = [...(world.integration?.landed.keys() ?? [])];
  return inOrder.filter((task) => landed.has(task) && isVetoed(world, task)).reverse();
}

/** Taking it out of the present head conflicts: first a repair must come. */
export const isVetoStuck = (world: World, task: number): boolean =>
  world.log.vetoConflicts.get(task)?.head === world.integration?.head;

/** What a planner is told, once in a cycle. */
export const vetoConflictEvent = (task: number): string => `veto conflicts #${task}`;
