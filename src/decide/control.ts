/** What people's commands add up to: paused, stopped, or going on. */

import { isOverdue } from "../domain/lasting.ts";
import { isStopSaid } from "../domain/people-log.ts";
import { isRewritten } from "../domain/rewrite.ts";
import { isVetoed, pathTo } from "../domain/tree.ts";
import type { World } from "../domain/world.ts";
import { isOverdrawn } from "./grant.ts";

/** Nothing new begins: a person said so, or integration or the log is not what it must be. */
export const isPaused = (world: World): boolean =>
  isPausedByPerson(world) || isRewritten(world) || world.logGone !== undefined;

/** The last word counts. */
export const isPausedByPerson = (world: World): boolean =>
  world.log.commands.findLast((command) => command.word === "pause" || command.word === "resume")?.word ===
  "pause";

/** A person said stop, closed or removed the goal, or left it no money for what it spent, or what its commands need cannot be installed. */
export const isStopped = (world: World): boolean =>
  isStopSaid(world.log) ||
  !world.goal.open ||
  world.gone.has(world.goal.number) ||
  isOverdrawn(world) ||
  world.log.prepared?.failed !== undefined;

/** Somebody who may write stands behind the goal's present text: wrote it, or approved just this text. */
export const isApproved = (world: World): boolean =>
  world.goalAuthorTrusted ||
  world.log.commands.some((command) => command.kind === "command" && command.approves === world.goalHash);

/** Seen for so long, it is no clock that was wrong for a moment. */
const overdueFor = 2 * 60_000;

/** The goal's time is over. */
export const isOutOfTime = (world: World): boolean =>
  isOverdue(world.log, world.now) && world.lasting.overdue >= overdueFor;

/** A person wants no more work on this plan or task: the log says so, or will, once what was just read is registered. */
export function isHalted(world: World, issue: number): boolean {
  if (isVetoed(world, issue) || isStopped(world)) return true;
  const path = new Set<number>(pathTo(world, issue));
  return (
    world.gestures.some((gesture) => path.has(gesture.issue)) ||
    world.comments.some(
      ({ trusted, command, issue: on }) =>
        trusted && (command?.word === "stop" || (command?.word === "veto" && path.has(on))),
    )
  );
}
