/** When the red lasts, what landed since green is taken back; a redo is a new task. */

import { lastRunOn } from "../domain/checks.ts";
import { runningCycle } from "../domain/log.ts";
import type { World } from "../domain/world.ts";
import { isPaused, isStopped } from "./control.ts";
import { isQuiet } from "./quiet.ts";
import { findCulprit, isBlamed, linksSinceGreen } from "./red.ts";
import type { Rule } from "./rule.ts";

/** So long the culprit's planner may try to repair it. */
const patience = 30 * 60_000;
/** And so long this process must have seen the red: a clock that jumps takes nothing back at once. */
const redFor = 10 * 60_000;

export const revertRed: Rule = (world) => {
  const cycle = runningCycle(world.log);
  const tasks = landingsToRevert(world);
  if (!cycle || cycle.verdict || tasks.length === 0 || isPaused(world) || isStopped(world)) return [];
  const isLong = world.now >= (world.log.red.since ?? world.now) + patience;
  const lasts = (isLong && world.lasting.red >= redFor) || isQuiet(world);
  return lasts ? [{ kind: "revert", tasks }] : [];
};

/** Judging a red tree is too early while its culprit is searched, or while landings can be taken back. */
export function isMendable(world: World): boolean {
  const found = findCulprit(world);
  if (found === undefined) return false;
  return found.kind === "run" || !isBlamed(world, found) || landingsToRevert(world).length > 0;
}

/** All landings since green, once their culprit is known. What people brought is not ours to take back: then none. */
function landingsToRevert(world: World): readonly number[] {
  const found = findCulprit(world);
  const head = world.integration?.head;
  if (found?.kind !== "found" || !found.sure || !isBlamed(world, found)) return [];
  if (!head || !lastRunOn(world.log, head)?.red) return [];
  const tasks = linksSinceGreen(world).flatMap((link) => link.landing?.task ?? []);
  return tasks.length === linksSinceGreen(world).length ? tasks : [];
}
