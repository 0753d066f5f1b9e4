/** `node mutated.ts NAME`: runs seeds over a mutant's code until its invariant is broken; prints the outcome as JSON. */

import { enableCompileCache } from "node:module";
import { mutants } from "./mutants.ts";
import { changeSources, NoSuchText } from "./mutate.ts";
import type { Hunt } from "./mutation-run.ts";

const name = process.argv[2];
const mutant = mutants.find((one) => one.name === name);
if (!mutant) throw new Error(`There is no mutant ${name}.`);
enableCompileCache();
try {
  changeSources(mutant.changes);
} catch (error) {
  if (!(error instanceof NoSuchText)) throw error;
  console.error(error.message);
  process.exit(2);
}
// Only now, so that the engine is loaded as the mutant has it.
const [{ play }, { drawPlan }, { loadPrompts }, { Random }] = await Promise.all([
  import("./same-effects.ts"),
  import("./plan.ts"),
  import("./process.ts"),
  import("./random.ts"),
]);
await loadPrompts();

const others = new Set<string>();
const { from = 1, count = 60 } = mutant.seeds ?? {};
let caught: Hunt["caught"];
for (let seed = from; seed < from + count && !caught; seed++) {
  const drawn = drawPlan(seed, new Random(seed));
  const { breaches } = await play({ ...drawn, ...mutant.plan });
  for (const { invariant, what } of breaches)
    if (invariant === mutant.caughtBy) caught ??= { seed, what };
    else others.add(invariant);
}
const hunt: Hunt = { caught, others: [...others].sort() };

console.log(JSON.stringify(hunt));
