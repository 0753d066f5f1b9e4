/** `node test/hostile/interference.ts --pairs N --from S`: pairs of runs that strangers must not part, and the controls. */

import { Command } from "commander";
import { loadPrompts } from "../simulate/process.ts";
import { controls } from "./interference/controls.ts";
import { playPair } from "./interference/pair.ts";

const wholeNumber = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`A whole number is needed, and "${text}" is none.`);
  process.exit(2);
};

const program = new Command("interference")
  .option("--pairs <n>", "how many pairs", wholeNumber, 500)
  .option("--from <s>", "the first seed", wholeNumber, 1)
  .option("--no-controls", "leave out the mutants");
program.parse();
const { pairs, from, ...options } = program.opts<{ pairs: number; from: number; controls: boolean }>();

await loadPrompts();
const started = performance.now();
let [effects, deeds, parted] = [0, 0, 0];
for (let seed = from; seed < from + pairs; seed++) {
  const pair = await playPair(seed);
  effects += pair.effects;
  deeds += pair.deeds;
  if (pair.interference === undefined) continue;
  parted += 1;
  console.log(pair.interference);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `${pairs} pairs from seed ${from}, ${deeds} deeds of strangers, ${effects} effects, ${parted} pairs with interference, ${seconds} s`,
);
let blind = 0;
for (const { mutant, interference } of options.controls ? await controls() : []) {
  if (interference === undefined) blind += 1;
  console.log(`${mutant}: ${interference === undefined ? "NOT SEEN" : interference.slice(0, 160)}`);
}
process.exitCode = parted + blind > 0 ? 1 : 0;
