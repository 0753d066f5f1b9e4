/** What the runs of checks in the log say of commits and of the checks themselves. */

import { type Checked, type LogView, runningCycle } from "./log.ts";

/** The last run of all checks on exactly this commit. */
export const lastRunOn = (log: LogView, commit: string): Checked | undefined =>
  log.checks.findLast((checked) => checked.commit === commit);

/** The last run on what was the newest integration commit then. */
export const lastHeadRun = (log: LogView): Checked | undefined =>
  log.checks.findLast((checked) => (checked.why ?? "head") === "head");

/** The head was last found red before this cycle began: what failed by chance must not stay red for ever. */
export function isRedFromBefore(log: LogView): boolean {
  const last = lastHeadRun(log);
  const cycle = runningCycle(log);
  return last?.red === true && cycle !== undefined && log.checks.indexOf(last) < cycle.checksBefore;
}

/** How often each command failed and then passed on the same tree. */
export function flakyChecks(log: LogView): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { command, flaky } of log.checks.flatMap((checked) => checked.results))
    if (flaky) times.set(command, (times.get(command) ?? 0) + 1);
  return times;
}

/** The name of the event that a check broke, as planners have seen it or not. */
export const redEvent = (task: number | undefined, check: string): string =>
  task === undefined ? `red ${check}` : `red #${task} ${check}`;
