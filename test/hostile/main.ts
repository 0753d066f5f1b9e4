/** `npm run hostile -- --inputs N --seed S`: what is hostile against the real code, and whether anything got past. */

import { Command } from "commander";
import type { Outcome } from "./part.ts";
import { faultsOf, parts, runPart, sharesOf } from "./parts.ts";

const wholeNumber = (name: string) => (text: string) => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`--${name} takes a whole number, and "${text}" is none.`);
  process.exit(2);
};

const program = new Command("hostile")
  .option("--inputs <n>", "how many inputs are drawn, besides the fixtures", wholeNumber("inputs"), 5000)
  .option("--seed <s>", "what they are drawn from", wholeNumber("seed"), 1)
  .option("--part <name>", "only the part whose name begins so");
program.parse();
const options = program.opts<{ readonly inputs: number; readonly seed: number; readonly part?: string }>();

const counts = sharesOf(options.inputs);
const chosen = [...parts.entries()].filter(([, { part }]) => part.name.startsWith(options.part ?? ""));
if (chosen.length === 0) {
  console.error(
    `There is no part "${options.part}". The parts are: ${parts.map(({ part }) => part.name).join("; ")}.`,
  );
  process.exit(2);
}

const again = (name: string) =>
  `npm run hostile -- --inputs ${options.inputs} --seed ${options.seed} --part '${name}'`;
const mostShown = 5;
const rows = [["part", "inputs", "escapes", "control"]];
const control = ({ control: { tried, escaped } }: Outcome) => (tried === 0 ? "-" : `${escaped} of ${tried}`);
const started = performance.now();
let [inputs, escapes, faults] = [0, 0, 0];
for (const [index, { part }] of chosen) {
  const outcome = await runPart(part, counts[index] ?? 0, options.seed);
  const found = faultsOf(outcome);
  for (const fault of found.slice(0, mostShown)) console.log(`${part.name}: ${fault}`);
  if (found.length > mostShown) console.log(`${part.name}: and ${found.length - mostShown} more`);
  if (found.length > 0) console.log(`See it again: ${again(part.name)}\n`);
  rows.push([part.name, `${outcome.inputs}`, `${outcome.escapes.length}`, control(outcome)]);
  inputs += outcome.inputs;
  escapes += outcome.escapes.length;
  faults += found.length;
}
rows.push(["all", `${inputs}`, `${escapes}`, ""]);
const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
const line = (row: readonly string[]) =>
  row
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
    .join("  ");
console.log(rows.map(line).join("\n"));
console.log(`seed ${options.seed}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = faults > 0 ? 1 : 0;
