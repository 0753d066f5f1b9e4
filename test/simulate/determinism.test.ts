/** A seed is a whole run: the same one gives the same, to the last event. */

import { beforeAll, expect, test } from "vitest";
import { loadPrompts } from "./process.ts";
import { runSeed } from "./some-seeds.ts";

const seeds = Array.from({ length: 20 }, (_, index) => 1000 + index);

beforeAll(loadPrompts);

test("twenty seeds give twice the same, each another", async () => {
  const hashes: string[] = [];
  for (const seed of seeds) {
    const { hash } = await runSeed(seed);
    expect((await runSeed(seed)).hash, `seed ${seed}`).toBe(hash);
    hashes.push(hash);
  }
  expect(new Set(hashes).size).toBe(seeds.length);
});
