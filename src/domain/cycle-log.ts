/** How the beginning and end of a cycle enter the view of the log. */

import type { Logged } from "./entry.ts";
import type { LogView } from "./log.ts";

export function applyCycle(
  log: LogView,
  entry: Extract<Logged, { kind: "cycle-started" | "cycle-draining" | "cycle-closed" | "verdict" }>,
): void {
  if (entry.kind === "cycle-started") {
    begin(log, entry);
    return;
  }
  const cycle = log.cycles.find((c) => c.number === entry.cycle);
  if (!cycle) return;
  if (entry.kind === "cycle-draining") {
    cycle.draining = entry.why;
    cycle.drainingSince = entry.at;
  } else if (entry.kind === "cycle-closed") cycle.closed = true;
  else {
    cycle.verdict = { commit: entry.commit, text: entry.text, judgement: entry.judgement };
    log.spent.push({ holder: `judge cycle ${entry.cycle}`, spent: entry.spent });
  }
}

function begin(log: LogView, entry: Extract<Logged, { kind: "cycle-started" }>): void {
  const { cycle: number, milestone, report, base } = entry;
  log.rewrite.anchors.add(base);
  log.cycles.push({
    number,
    milestone,
    report,
    checksBefore: log.checks.length,
    draining: undefined,
    drainingSince: 0,
    verdict: undefined,
    closed: false,
  });
}
