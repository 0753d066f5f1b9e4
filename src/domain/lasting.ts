/** What must have lasted for a while before something irrevocable follows: dates in commits are of clocks that can be set. */

import type { LogView } from "./log.ts";

/** For how many milliseconds this process has seen it, on a clock that nobody can set; 0 when it is not so. */
export interface Lasting {
  /** The red that the log knows now. */
  readonly red: number;
  /** By the clock on the wall, the goal's time is over. */
  readonly overdue: number;
}

export function isOverdue(log: LogView, now: number): boolean {
  const minutes = log.charter?.limits.minutes;
  return minutes !== undefined && now > log.acceptedAt + minutes * 60_000;
}
