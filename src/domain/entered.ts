/** Whether the log has what a slow job brings. */

import type { Entry } from "./entry.ts";
import { type LogView, planKey } from "./log.ts";

/** The log holds this result of a slow job already: its push was taken unheard, or another steward did the same work. */
export function isEntered(log: LogView, entry: Entry): boolean {
  if (entry.kind === "planned")
    return (log.plans.get(planKey(entry.cycle, entry.plan))?.wakes ?? 0) >= entry.wake;
  if (entry.kind !== "verdict") return false;
  return log.cycles.some((cycle) => cycle.number === entry.cycle && cycle.verdict !== undefined);
}
