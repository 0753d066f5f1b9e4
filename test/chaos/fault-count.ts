/** How often each kind of fault happened, by the forge's journal. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../src/forge/faults/kinds.ts";

export function countFaults(forge: string): Readonly<Record<string, number>> {
  const file = join(forge, "faults.jsonl");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const counts: Record<string, number> = {};
  for (const kind of lines.flatMap(kindOf)) counts[kind] = (counts[kind] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)));
}

/** The line that the forge was writing when it was killed is torn. */
function kindOf(line: string): readonly string[] {
  try {
    return [(JSON.parse(line) as Fault).kind];
  } catch {
    return [];
  }
}
