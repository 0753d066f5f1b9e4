/** Each mutant is played until strangers are seen to interfere. */

import { without } from "../without.ts";
import { mutants } from "./mutants.ts";

export interface Control {
  readonly mutant: string;
  /** What was seen; undefined when nothing was, though the defence was off. */
  readonly interference: string | undefined;
}

const mostPairs = 60;

/** One after the other, in the order of the mutants. */
export async function controls(): Promise<readonly Control[]> {
  const found: Control[] = [];
  for (const { name, changes } of mutants) {
    const asked = {
      changes,
      module: "./interference/pair.ts",
      name: "firstInterference",
      argument: mostPairs,
    };
    const interference = (await without<string | null>(asked)) ?? undefined;
    found.push({ mutant: name, interference });
  }
  return found;
}
