/** Searches worlds by hand: `npm run protocol -- [--world NAME] [--mutant NAME] [--most N] [--strict]`. */

import { parseArgs } from "node:util";
import { mutants } from "./mutants.ts";
import { search } from "./search.ts";
import { largeWorlds, middleWorlds, smallWorlds } from "./worlds.ts";

const { values } = parseArgs({
  options: {
    world: { type: "string" },
    mutant: { type: "string" },
    most: { type: "string" },
    strict: { type: "boolean", default: false },
  },
});

const worlds = [...smallWorlds, ...middleWorlds, ...largeWorlds];
const mutant = mutants.find((one) => one.name === values.mutant);
if (values.mutant !== undefined && !mutant) throw new Error(`There is no mutant ${values.mutant}.`);
const wanted = values.world ?? mutant?.world;
const chosen = wanted === undefined ? worlds : worlds.filter((one) => one.name === wanted);
if (chosen.length === 0) throw new Error(`There is no world ${wanted}.`);

let broken = 0;
for (const spec of chosen) {
  const most = values.most === undefined ? {} : { most: Number(values.most) };
  const found = search({ ...spec, strict: values.strict }, { ...most, ...(mutant ? { mutant } : {}) });
  const rate = Math.round((found.states / found.seconds) * 60);
  const all = found.complete ? "all" : "the first";
  console.log(
    `${spec.name}: ${all} ${found.states} states, ${found.steps} steps, ${found.seconds.toFixed(1)} s, ${rate} states a minute`,
  );
  for (const { broken: what, trace } of found.findings) {
    broken++;
    console.log(`  ${what}\n${trace.map((step, index) => `    ${index + 1}. ${step}`).join("\n")}`);
  }
}
process.exitCode = broken > 0 ? 1 : 0;
