/** Which faults happened, by the forge's journal. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../src/forge/faults/kinds.ts";

/** Oldest first. */
export function faultsIn(forge: string): readonly Fault[] {
  const file = join(forge, "faults.jsonl");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").flatMap(parse) : [];
}

/** How often each kind happened. */
export function countFaults(forge: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of faultsIn(forge)) counts[kind] = (counts[kind] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)));
}

/** The line that the forge was writing when it was killed is torn. */
function parse(line: string): readonly Fault[] {
  try {
    return [JSON.parse(line) as Fault];
  } catch {
    return [];
  }
}
