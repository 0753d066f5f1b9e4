/** Marks that stand among the refs as long as something is so: for how long is then known as it is of refs. */

import { type Sha, sha } from "../domain/ids.ts";
import { isOverdue } from "../domain/lasting.ts";
import type { LogView } from "../domain/log.ts";

export interface Mark {
  readonly name: string;
  readonly sha: Sha;
}

const mark = (name: string): Mark => ({ name, sha: sha("0".repeat(40)) });

/** Integration, or the log, is not what it must be. */
export const rewritten = mark("integration is rewritten");
export const logGone = mark("the log is gone");
/** By the clock on the wall, the goal's time is over. */
export const overdue = mark("the goal's time is over");

/** Another red is another mark. */
export const redSince = (time: number): Mark => mark(`red since ${time}`);

/** Those that the log gives rise to. */
export const marksOf = (log: LogView, now: number): readonly Mark[] => [
  ...(log.red.since === undefined ? [] : [redSince(log.red.since)]),
  ...(isOverdue(log, now) ? [overdue] : []),
];
