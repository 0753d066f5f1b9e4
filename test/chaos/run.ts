/** A whole chaos run: the goals without kills for comparison, the same goals with kills and faults, and the judgement. */

import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startPlayer } from "../../src/cli/demo/played-model.ts";
import { type FaultKind, faultKinds } from "../../src/forge/faults/kinds.ts";
import { Random } from "../simulate/random.ts";
import { Bench } from "./bench.ts";
import { Calm } from "./calm.ts";
import { killRunning, processesIn } from "./commands.ts";
import { sourceWith } from "./git.ts";
import { countFaults } from "./met-faults.ts";
import { Moments } from "./moments.ts";
import type { Breach, Report } from "./report.ts";
import { files, scenarios } from "./scenarios.ts";
import { Street } from "./street.ts";
import { Strikes } from "./strikes.ts";
import { owner, startTown, type Town } from "./town.ts";
import { ratesOf } from "./weather.ts";

export interface ChaosOptions {
  /** With none, the faults last until each goal ended. */
  readonly kills: number;
  readonly seed: number;
  readonly apps: number;
  /** Goals at work at the same time. */
  readonly lanes: number;
  /** The lanes are shared out among so many. */
  readonly repositories: number;
  readonly leaseSeconds: number;
  readonly faults: boolean;
  /** The only kind of fault there is; all kinds when absent. */
  readonly only?: FaultKind;
  readonly tell: (line: string) => void;
}

/** So long a goal may take once nobody kills any more. */
const patience = 180_000;
/** A command whose app is dead may go on for so long; whoever is there afterwards was forgotten. */
const ending = 10_000;

/** Removes all it made, unless something was violated. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const started = performance.now();
  const random = new Random(options.seed);
  const folder = await realpath(await mkdtemp(join(tmpdir(), "stigmergy-chaos-")));
  await using cleanup = new AsyncDisposableStack();
  const source = await sourceWith(join(folder, "source"), files);
  const lines = scenarios.flatMap((scenario) => scenario.lines);
  const player = await startPlayer({ lines: { kind: "scripted", lines }, seed: options.seed });
  cleanup.defer(() => player.close());

  const shared = { source, leaseSeconds: options.leaseSeconds, model: player.baseUrl };
  const calm = new Calm({ ...shared, folder: join(folder, "calm") }, options.tell);
  cleanup.defer(() => calm.close());

  let faulty = options.faults;
  const weather = random.fork("faults");
  const wild = join(folder, "wild");
  const met = () => countFaults(join(wild, "forge"));
  const repositories = Array.from({ length: options.repositories }, (_, index) => `shop-${index + 1}`);
  const town = await startTown({
    ...shared,
    folder: wild,
    repositories,
    apps: options.apps,
    faults: () =>
      faulty
        ? { seed: weather.between(1, 999_999), rates: ratesOf(options.only, met(), weather) }
        : undefined,
  });
  cleanup.defer(() => town.close());

  const moments = new Moments(town.folder);
  const watching = new AbortController();
  const watched = moments.watch(watching.signal);
  const street = new Street({ ...options, town, calm, moments, repositories }, random.fork("lanes"));
  const strikes = new Strikes(town, { ...options, moments, random: random.fork("strikes") });
  const tally = await strikes.run();
  street.closes();
  if (options.kills === 0) {
    street.waitUntil(Date.now() + patience);
    await street.ended;
  }
  faulty = false;
  await heal(town);
  street.waitUntil(Date.now() + patience);
  options.tell(`${strikes.kills} kills are done; now everything heals`);

  const played = await street.ended;
  watching.abort();
  await watched;
  const bench = new Bench(town, calm, options.leaseSeconds * 1000);
  const breaches = [...(await bench.judge(played, street.deadline))];
  const faults = met();
  await cleanup.disposeAsync();
  breaches.push(...(await leftIn(folder)));
  const report: Report = {
    seed: options.seed,
    kills: strikes.kills,
    tally,
    faults,
    unmet: faultKinds.filter((kind) => !faults[kind]),
    goals: played.map(({ repository, goal, scenario, seconds }) => ({
      goal: `${owner}/${repository}#${goal}`,
      title: scenario.title,
      seconds: Math.round(seconds),
    })),
    seconds: Math.round((performance.now() - started) / 1000),
    breaches,
    ...(breaches.length > 0 ? { evidence: folder } : {}),
  };
  if (breaches.length === 0) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return report;
}

/** The forge starts again without faults, and whoever is stopped or dead comes back. */
async function heal(town: Town): Promise<void> {
  for (const one of [town.forge, ...town.apps]) one.wake();
  await town.forge.kill();
  for (const one of [town.forge, ...town.apps]) one.start();
}

/** What still runs of this run once it is over; it is killed then. */
async function leftIn(folder: string): Promise<readonly Breach[]> {
  let left = processesIn(folder);
  for (const until = Date.now() + ending; left.length > 0 && Date.now() < until; left = processesIn(folder))
    await pause(100);
  left.forEach(killRunning);
  return left.map(({ pid, command }) => ({
    goal: "the run",
    invariant: "nobody-left",
    found: `process ${pid} is alive: ${command.slice(0, 200)}`,
  }));
}
