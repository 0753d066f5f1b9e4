/** Runs seeds in a row until one is broken, and tells it as the command would. */

import { drawPlan } from "./plan.ts";
import { loadPrompts } from "./process.ts";
import { Random } from "./random.ts";
import type { RunResult } from "./run.ts";
import { play } from "./same-effects.ts";

export const runSeed = (seed: number): Promise<RunResult> => play(drawPlan(seed, new Random(seed)));

/** In words the first breach among `count` seeds from `first` on; undefined when there is none. */
export async function firstBreach(first: number, count: number): Promise<string | undefined> {
  await loadPrompts();
  for (let seed = first; seed < first + count; seed++) {
    const [breach] = (await runSeed(seed)).breaches;
    if (breach)
      return `seed ${seed}: ${breach.invariant} at ${breach.at / 1000} s: ${breach.what} (npm run simulate -- --seeds 1 --from ${seed})`;
  }
  return undefined;
}
