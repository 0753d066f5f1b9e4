/** How the end of a cycle enters the view of the log. */

import type { Logged } from "./entry.ts";
import type { LogView } from "./log.ts";

export function applyCycle(
  log: LogView,
  entry: Extract<Logged, { kind: "cycle-draining" | "cycle-closed" | "verdict" }>,
): void {
  const cycle = log.cycles.find((c) => c.number === entry.cycle);
  if (!cycle) return;
  if (entry.kind === "cycle-draining") {
    cycle.draining = entry.why;
    cycle.drainingSince = entry.at;
  } else if (entry.kind === "cycle-closed") cycle.closed = true;
  else {
    cycle.verdict = { commit: entry.commit, judgement: entry.judgement };
    log.spent.push({ holder: `judge cycle ${entry.cycle}`, spent: entry.spent });
  }
}
