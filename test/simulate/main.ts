/** `npm run simulate -- --seeds N --from S`: many runs, the first breach shown with how to see it again. */

import { Command } from "commander";
import { describeFailure } from "./failure.ts";
import { huntCommand } from "./mutation-run.ts";
import { drawPlan } from "./plan.ts";
import { loadPrompts } from "./process.ts";
import { Random } from "./random.ts";
import { play } from "./same-effects.ts";
import { shrink } from "./shrink.ts";

interface Options {
  readonly seeds: string;
  readonly from: string;
  readonly timeline?: true;
  readonly shrink: boolean;
  readonly mutant?: string;
  readonly mutants?: true;
}

const program = new Command("simulate")
  .option("--seeds <n>", "how many seeds", "100")
  .option("--from <s>", "the first seed", "1")
  .option("--timeline", "print the timeline of each run")
  .option("--no-shrink", "show a breach as it came")
  .option("--mutant <name>", "one mistake put into the code, which must be caught")
  .option("--mutants", "all of them");
program.parse();
const options = program.opts<Options>();
if (options.mutants || options.mutant !== undefined) process.exit(await huntCommand(options.mutant));

await loadPrompts();
const started = performance.now();
/** By the number of tasks: how long each world took. */
const times = new Map<number, number[]>();
let broken = 0;
const first = Number(options.from);
const count = Number(options.seeds);
for (let seed = first; seed < first + count; seed++) {
  const plan = drawPlan(seed, new Random(seed));
  const began = performance.now();
  const result = await play(plan);
  const size = plan.tasks.length;
  const each = times.get(size) ?? [];
  each.push(performance.now() - began);
  times.set(size, each);
  if (options.timeline) console.log(result.timeline.join("\n"));
  if (result.breaches.length === 0) continue;
  broken += 1;
  console.log(describeFailure(seed, result, options.shrink ? await shrink(result) : result));
}
const seconds = (performance.now() - started) / 1000;
const rate = (worlds: number, milliseconds: number) =>
  `${((1000 * worlds) / milliseconds).toFixed(1)} a second`;
console.log(
  `${count} seeds, ${broken} with a breach, ${seconds.toFixed(1)} s, ${rate(count, 1000 * seconds)}`,
);
for (const [size, each] of [...times].sort(([a], [b]) => a - b)) {
  const total = each.reduce((sum, one) => sum + one, 0);
  console.log(`${each.length} with ${size} ${size === 1 ? "task" : "tasks"}: ${rate(each.length, total)}`);
}
process.exitCode = broken > 0 ? 1 : 0;
