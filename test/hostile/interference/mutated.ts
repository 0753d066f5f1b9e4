/** `node mutated.ts NAME`: plays pairs over a mutant's code until strangers interfere; prints where as JSON. */

import { enableCompileCache } from "node:module";
import { changeSources } from "../../simulate/mutate.ts";
import { mutants } from "./mutants.ts";

const mostPairs = 60;

const mutant = mutants.find((one) => one.name === process.argv[2]);
if (!mutant) throw new Error(`There is no mutant ${process.argv[2]}.`);
enableCompileCache();
changeSources(mutant.changes);
// Only now, so that the engine is loaded as the mutant has it.
const [{ playPair }, { loadPrompts }] = await Promise.all([
  import("./pair.ts"),
  import("../../simulate/process.ts"),
]);
await loadPrompts();
let interference: string | undefined;
for (let seed = 1; seed <= mostPairs && interference === undefined; seed++)
  ({ interference } = await playPair(seed));
console.log(JSON.stringify({ interference }));
