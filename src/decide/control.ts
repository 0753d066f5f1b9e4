/** What people's commands add up to: paused, stopped, or going on. */

import { isOverdue } from "../domain/lasting.ts";
import { isRewritten } from "../domain/rewrite.ts";
import type { World } from "../domain/world.ts";

/** Nothing new begins: a person said so, or integration or the log is not what it must be. */
export const isPaused = (world: World): boolean =>
  isPausedByPerson(world) || isRewritten(world) || world.logGone !== undefined;

/** The last word counts. */
export const isPausedByPerson = (world: World): boolean =>
  world.log.commands.findLast((command) => command.word === "pause" || command.word === "resume")?.word ===
  "pause";

/** A person said stop, or closed or removed the goal, or what its commands need cannot be installed. */
export const isStopped = (world: World): boolean =>
  world.log.commands.some((command) => command.word === "stop") ||
  !world.goal.open ||
  world.gone.has(world.goal.number) ||
  world.log.prepared?.failed !== undefined;

export const isApproved = (world: World): boolean =>
  world.goalAuthorTrusted || world.log.commands.some((command) => command.word === "approve");

/** Seen for so long, it is no clock that was wrong for a moment. */
const overdueFor = 2 * 60_000;

/** The goal's time is over. */
export const isOutOfTime = (world: World): boolean =>
  isOverdue(world.log, world.now) && world.lasting.overdue >= overdueFor;
