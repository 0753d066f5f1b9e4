/** The worlds with money, retries, red checks and gated landing, in every interleaving, and the mutants that only they show. */

import { expect, test } from "vitest";
import { mutants } from "../protocol/mutants.ts";
import { search } from "../protocol/search.ts";
import { middleWorlds } from "../protocol/worlds.ts";

/** A search only computes: on a busy machine it takes many times its own seconds. */
const patience = 600_000;

test.each(middleWorlds)(
  "in every state of the world $name all properties hold",
  (spec) => {
    const { complete, findings } = search(spec);
    expect(findings).toEqual([]);
    expect(complete).toBe(true);
  },
  patience,
);

const shown = mutants.filter(({ world }) => middleWorlds.some(({ name }) => name === world));

test.each(shown)(
  "$name: caught by $breaks",
  (mutant) => {
    const spec = middleWorlds.find(({ name }) => name === mutant.world);
    if (!spec) throw new Error(`There is no world ${mutant.world}.`);
    const { findings } = search(spec, { mutant, until: mutant.breaks });
    expect(findings.map(({ broken }) => broken.split(":")[0])).toContain(mutant.breaks);
  },
  patience,
);
