/** Every interleaving of the small worlds keeps every property, and every mutant breaks its own. */

import { expect, test } from "vitest";
import { mutants } from "./mutants.ts";
import { search } from "./search.ts";
import { smallWorlds } from "./worlds.ts";

test.each(smallWorlds)("in every state of the world $name all properties hold", (spec) => {
  const { complete, findings } = search(spec);
  expect(findings).toEqual([]);
  expect(complete).toBe(true);
});

const shown = mutants.filter(({ world }) => smallWorlds.some(({ name }) => name === world));

test.each(shown)("$name: caught by $breaks", (mutant) => {
  const spec = smallWorlds.find(({ name }) => name === mutant.world);
  if (!spec) throw new Error(`There is no world ${mutant.world}.`);
  const { findings } = search(spec, { mutant, until: mutant.breaks });
  expect(findings.map(({ broken }) => broken.split(":")[0])).toContain(mutant.breaks);
});
