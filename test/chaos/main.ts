/** `npm run chaos -- --kills N`: real processes, real git, a forge that misbehaves, kills at random; exit code 1 on any violation. */

import { Command, InvalidArgumentError, Option } from "commander";
import { type FaultKind, faultKinds } from "../../src/forge/faults/kinds.ts";
import { formatReport } from "./report.ts";
import { runChaos } from "./run.ts";

const whole =
  (least: number) =>
  (text: string): number => {
    if (!/^\d{1,9}$/.test(text) || Number(text) < least)
      throw new InvalidArgumentError(`use a whole number from ${least}.`);
    return Number(text);
  };

const program = new Command("chaos")
  .description("kill the swarm's processes at random and check that nothing is lost, doubled or stuck")
  .option("--kills <n>", "how many processes to kill with -9", whole(0), 20)
  .option("--seed <n>", "what the random choices are drawn from", whole(0), 1)
  .option("--apps <n>", "app processes", whole(1), 2)
  .option("--lanes <n>", "goals at work at the same time", whole(1), 3)
  .option("--repositories <n>", "among how many repositories they are shared out", whole(1), 2)
  .option("--lease <seconds>", "after how long a silent process is taken over", whole(6), 6)
  .option("--no-faults", "let the forge behave")
  .addOption(new Option("--only <kind>", "let only this kind of fault happen").choices(faultKinds))
  .option("--json", "print the report as one JSON object")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { lease, json, ...chosen } = program.opts<{
  kills: number;
  seed: number;
  apps: number;
  lanes: number;
  repositories: number;
  lease: number;
  faults: boolean;
  only?: FaultKind;
  json?: true;
}>();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
const began = performance.now();
const tell = (line: string) => {
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
};
const report = await runChaos({ ...chosen, leaseSeconds: lease, tell });
process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
process.exit(report.breaches.length > 0 ? 1 : 0);
