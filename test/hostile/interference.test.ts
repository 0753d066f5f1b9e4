/** Strangers change nothing that leaves the swarm; 500 pairs and the mutants by `node test/hostile/interference.ts`. */

import { beforeAll, expect, test } from "vitest";
import { changedSources } from "../simulate/mutate.ts";
import { loadPrompts } from "../simulate/process.ts";
import { mutants } from "./interference/mutants.ts";
import { playPair } from "./interference/pair.ts";

beforeAll(loadPrompts);

test("T2, T4, T10: 40 pairs of runs that differ in strangers' words write, push and ask the same", async () => {
  let deeds = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const pair = await playPair(seed);
    expect(pair.interference).toBeUndefined();
    expect(pair.effects, `seed ${seed}`).toBeGreaterThan(0);
    deeds += pair.deeds;
  }
  expect(deeds).toBeGreaterThan(400);
});

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))("the source has: %s", (_, mutant) => {
  expect(changedSources(mutant.changes).size).toBeGreaterThan(0);
});
