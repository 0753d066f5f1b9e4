/** A whole chaos run: the goals without kills for comparison, the same goals with kills and faults, and the judgement. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlayer } from "../../src/cli/demo/played-model.ts";
import type { FaultKind } from "../../src/forge/forge.ts";
import { Random } from "../simulate/random.ts";
import { audit } from "./audit.ts";
import { Calm } from "./calm.ts";
import { countFaults } from "./fault-count.ts";
import { sourceWith } from "./git.ts";
import { type Played, playGoal, settle } from "./lane.ts";
import { Person } from "./person.ts";
import type { Breach, Report } from "./report.ts";
import { files, scenarios } from "./scenarios.ts";
import { killed, strike } from "./strikes.ts";
import { owner, startTown, type Town } from "./town.ts";
import { ratesOf } from "./weather.ts";

export interface ChaosOptions {
  /** With none, the faults last until each goal ended. */
  readonly kills: number;
  readonly seed: number;
  readonly apps: number;
  /** Repositories at work at the same time. */
  readonly lanes: number;
  readonly leaseSeconds: number;
  readonly faults: boolean;
  /** The only kind of fault there is; all kinds when absent. */
  readonly only?: FaultKind;
  readonly tell: (line: string) => void;
}

/** So long a goal may take once nobody kills any more. */
const patience = 180_000;

/** Removes all it made, unless something was violated. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const started = performance.now();
  const random = new Random(options.seed);
  const folder = await mkdtemp(join(tmpdir(), "stigmergy-chaos-"));
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
  const repositories = Array.from({ length: options.lanes }, (_, index) => `shop-${index + 1}`);
  const town = await startTown({
    ...shared,
    folder: join(folder, "wild"),
    repositories,
    apps: options.apps,
    faults: () => (faulty ? { seed: weather.between(1, 999_999), rates: ratesOf(options.only) } : undefined),
  });
  cleanup.defer(() => town.close());

  let deadline = Infinity;
  let striking = true;
  const watch = { deadline: () => deadline };
  const lane = async (repository: string, order: Random): Promise<readonly Omit<Played, "violations">[]> => {
    const played: Omit<Played, "violations">[] = [];
    const person = new Person(town.ready, owner, repository);
    do {
      const scenario = order.pick(scenarios);
      calm.ask(scenario).catch(() => {}); // heard when there is something to compare
      const place = await playGoal(scenario, { folder: town.folder, owner, repository }, person, watch);
      played.push({ ...place, scenario });
      options.tell(
        `${owner}/${repository}#${place.goal} "${scenario.title}" ended after ${place.seconds.toFixed(0)} s`,
      );
    } while (striking);
    return played;
  };
  const lanes = repositories.map((repository) => lane(repository, random.fork(repository)));

  const tally = await strike(town, { ...options, random: random.fork("strikes") });
  striking = false;
  if (options.kills === 0) {
    deadline = Date.now() + patience;
    await Promise.all(lanes);
  }
  faulty = false;
  await heal(town);
  deadline = Date.now() + patience;
  options.tell(`${killed(tally)} kills are done; now everything heals`);

  const played = (await Promise.all(lanes)).flat();
  const breaches = (await Promise.all(played.map((one) => judgeOne(one, played, town, calm, watch)))).flat();
  const report: Report = {
    seed: options.seed,
    kills: killed(tally),
    tally,
    faults: countFaults(town.folder),
    goals: played.map(({ repository, goal, scenario, seconds }) => ({
      goal: `${owner}/${repository}#${goal}`,
      title: scenario.title,
      seconds: Math.round(seconds),
    })),
    seconds: Math.round((performance.now() - started) / 1000),
    breaches,
    ...(breaches.length > 0 ? { evidence: folder } : {}),
  };
  await cleanup.disposeAsync();
  if (breaches.length === 0) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return report;
}

/** The forge starts again without faults, and whoever is stopped or dead comes back. */
async function heal(town: Town): Promise<void> {
  for (const one of [town.forge, ...town.apps]) one.wake();
  await town.forge.kill();
  for (const one of [town.forge, ...town.apps]) one.start();
}

async function judgeOne(
  one: Omit<Played, "violations">,
  played: readonly Omit<Played, "violations">[],
  town: Town,
  calm: Calm,
  watch: { deadline: () => number },
): Promise<readonly Breach[]> {
  const reference = await calm.ask(one.scenario);
  const person = new Person(town.ready, owner, one.repository);
  const later = played.filter(({ repository, goal }) => repository === one.repository && goal > one.goal);
  const next = later.length > 0 ? Math.min(...later.map(({ goal }) => goal)) : undefined;
  const violations = [
    ...(await settle({ ...one, next }, person, reference, watch)),
    ...(await audit(one, town.ready)),
  ];
  return violations.map((violation) => ({ goal: `${owner}/${one.repository}#${one.goal}`, ...violation }));
}
