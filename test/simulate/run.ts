/** One run from a seed: a phase with faults, then calm until everything is at rest, then the judgement. */

import { hash } from "node:crypto";
import { isFinished } from "../../src/decide/decide.ts";
import { usualLease } from "../../src/domain/lease.ts";
import { tasksOf } from "../../src/domain/task.ts";
import type { World } from "../../src/domain/world.ts";
import type { Hint, LaneEvent } from "../../src/engine.ts";
import type { Audience } from "./audience.ts";
import { Bill } from "./bill.ts";
import { Branches } from "./branches.ts";
import { ColdReadings } from "./cold-reading.ts";
import { type Breach, breachesOf } from "./invariants.ts";
import { leftClaims } from "./leases.ts";
import { Network, QuickReads } from "./network.ts";
import { Obedience } from "./obedience.ts";
import { Objects } from "./objects.ts";
import { breachesAtRest, overGranted, wronglyGone } from "./outcome.ts";
import { act, answerQuestions, letGo, openGoal } from "./people.ts";
import type { FaultKind, Happening, Plan } from "./plan.ts";
import { Process, sweepEvery } from "./process.ts";
import { Random } from "./random.ts";
import { type Heard, Tracker } from "./tracker.ts";
import { VirtualTime } from "./virtual-time.ts";

export interface RunResult {
  readonly plan: Plan;
  /** Of the whole timeline: the same seed gives the same. */
  readonly hash: string;
  readonly breaches: readonly Breach[];
  readonly timeline: readonly string[];
  readonly world: World | undefined;
  /** The titles of what is landed in the end, in order of the alphabet. */
  readonly landed: readonly string[];
  /** The tree of integration. */
  readonly tree: string | undefined;
  readonly virtualMinutes: number;
}

const minute = 60_000;
/** The calm that must be enough for everything to come to rest. */
const patience = 8 * 60 * minute;

/** With an audience, asking the forge's API takes no time: whoever has more to ask is not later for it. */
export async function run(plan: Plan, audience?: Audience): Promise<RunResult> {
  const random = new Random(plan.seed).fork("run");
  const time = new VirtualTime();
  const timeline: string[] = [];
  const note = (text: string) => void timeline.push(`${(time.now / 1000).toFixed(3)} ${text}`);
  const strikes = random.fork("strikes");
  let calm = false;
  const faults = {
    strikes: (kind: FaultKind) => {
      const rate = plan.faults[kind];
      if (calm || rate === undefined || !strikes.chance(rate)) return false;
      note(`fault ${kind}`);
      return true;
    },
  };
  const network = new (audience ? QuickReads : Network)(time, random.fork("network"), faults);
  const hooks = random.fork("webhooks");
  const processes: Process[] = [];
  const deliver = (hint: Hint, isGoalsComment = false): void => {
    if (faults.strikes("webhook-lost")) return;
    const wait = faults.strikes("webhook-late")
      ? hooks.between(minute, 180 * minute)
      : hooks.between(20, 900);
    const times = faults.strikes("webhook-doubled") ? 2 : 1;
    for (let index = 0; index < times; index++)
      time.unheard(wait * (index + 1), () => processes[0]?.hear(hint, isGoalsComment));
    if (faults.strikes("webhook-lies")) time.unheard(1, () => processes.at(-1)?.hear({}, false));
  };
  const objects = new Objects();
  const breaches: Breach[] = [];
  let goal = 0;
  const branches: Branches = new Branches(
    objects,
    () => time.now,
    () => {
      const transaction = branches.transactions.at(-1);
      if (transaction) breaches.push(...breachesOf(branches, transaction, goal, plan));
      if (transaction) obedience.claims(transaction);
      if (transaction) audience?.pushed(branches, transaction);
      if (transaction && plan.budget)
        breaches.push(...overGranted(transaction, { goal, at: time.now, branches, tracker }));
      for (const { branch, to } of transaction?.moves ?? []) deliver({ pushed: { name: branch, sha: to } });
    },
  );
  const obedience = new Obedience(branches, (breach) => void breaches.push(breach));
  const heard: Heard = (issue, by, isComment) => deliver({ sender: by.id }, isComment && issue === goal);
  const tracker = new Tracker(() => time.now, heard, audience?.firstNumber);
  tracker.everybody.push(...(audience?.strangers ?? []));
  const scene = { time, tracker, branches, random: random.fork("people") };
  goal = openGoal(scene, plan);
  answerQuestions(scene);
  let world: World | undefined;
  const settled = new Set<string>();
  const cold = new ColdReadings({ goal, plan, time, branches, tracker }, random.fork("cold"), (breach) =>
    breaches.push(breach),
  );
  const around = {
    bill: new Bill(
      plan,
      () => time.now,
      (breach) => void breaches.push(breach),
    ),
    ...{ goal, time, network, branches, tracker, plan, obedience, audience },
    random: random.fork("processes"),
    watch: (process: string, event: LaneEvent, readingSince: number) => {
      if (event.kind === "world") {
        world = event.world;
        obedience.reads(process, world.logTip, time.now);
        breaches.push(...wronglyGone(world, tracker, time.now));
        if (!event.world.log.closed) settled.delete(process);
        if (calm) void cold.compare(process, event.world, readingSince);
      } else if (event.kind === "settled") {
        if (isFinished(event.world)) settled.add(process);
        else settled.delete(process);
      } else if (event.kind === "command") note(`${process} ${JSON.stringify(event.command).slice(0, 200)}`);
      else note(`${process} trouble: ${event.what}: ${String(event.error).slice(0, 200)}`);
    },
  };
  for (let index = 0; index < plan.processes; index++) {
    const process = new Process(around, `p${index}`);
    processes.push(process);
    process.start();
  }
  for (const happening of plan.happenings)
    time.after(happening.at, () => {
      note(`happening ${JSON.stringify(happening)}`);
      happen(happening);
    });
  for (const { at, happens } of audience?.interruptions ?? [])
    time.unheard(at, () => {
      happens({ goal, tracker, branches, now: time.now });
      deliver({});
    });

  const gone = new Set<Process>();
  const comesBack = (process: Process): void => {
    if (!gone.has(process)) process.start();
  };
  function happen(happening: Happening): void {
    if (happening.kind === "act") {
      act(scene, goal, plan, happening.act, happening.task);
      return;
    }
    const hit = happening.kind === "kill-all" ? processes : processes.slice(happening.process).slice(0, 1);
    const stops = happening.kind === "stop";
    for (const process of hit) {
      if (stops) process.stop();
      else process.kill();
      if (!Number.isFinite(happening.for)) gone.add(process);
      else time.after(happening.for, () => (stops ? process.goOn() : comesBack(process)));
    }
  }

  await time.run(() => false, plan.calmAfter);
  calm = true;
  note("calm");
  if (plan.happenings.some((happening) => happening.kind === "act" && happening.act === "pause"))
    letGo(scene, goal);
  // Who comes back later looks at everything once more.
  const returns = plan.happenings.map((one) => (one.kind === "act" ? one.at : one.at + one.for));
  const lastReturn = Math.max(plan.calmAfter, ...returns.filter(Number.isFinite));
  await time.run(() => false, lastReturn);
  // The last webhook may have been lost, and who died for good may have been the steward: a sweep hears of it, or somebody takes its place.
  const unheard = gone.size > 0 ? usualLease : sweepEvery;
  await time.run(() => false, lastReturn + unheard + 4 * minute);
  settled.clear();
  const present = processes.filter((process) => !gone.has(process));
  const isSettled = () => present.every((process) => process.isOver || settled.has(process.instance));
  await time.run(isSettled, lastReturn + patience);
  const restedAt = time.now;
  const restless = isSettled() ? [] : ["Not all processes came to rest."];
  // What was still on its way when all had settled is no write of theirs.
  await time.run(() => false, time.now + 5 * minute);
  const [writes, moves] = [tracker.writes.length, branches.transactions.length];
  // The steward, or another in its place, begins anew and finds nothing left to do, neither at first nor at the next look.
  const anew = present.find(({ instance }) => instance === world?.log.steward) ?? present[0];
  settled.clear();
  anew?.kill();
  anew?.start();
  await time.run(() => false, time.now + 8 * minute);
  const idleWrites = [
    ...restless,
    ...(anew && settled.has(anew.instance) ? [] : ["Who has just begun finds something left to do."]),
    ...tracker.writes.slice(writes).map(({ by, what }) => `${by}: ${what}`),
    ...branches.transactions
      .slice(moves)
      .map(({ by, moves }) => `${by} pushed ${moves.map((m) => m.branch)}`),
  ];
  breaches.push(...leftClaims(branches, lastReturn, restedAt));
  breaches.push(...breachesAtRest({ goal, at: time.now, branches, tracker, world, idleWrites }));
  for (const process of processes) process.kill();
  for (const { at, by, moves } of branches.transactions)
    timeline.push(`push ${at} ${by} ${moves.map((m) => `${m.branch} ${m.to?.slice(0, 8)}`).join(" ")}`);
  for (const { at, by, what } of tracker.writes) timeline.push(`write ${at} ${by} ${what}`);
  const result = branches.tips.get(`swarm/${goal}/integration`);
  return {
    plan,
    hash: hash("sha256", timeline.join("\n")),
    breaches,
    timeline,
    world,
    landed: world
      ? tasksOf(world)
          .flatMap((task) => (task.state === "landed" ? [task.title] : []))
          .sort()
      : [],
    tree: result && objects.read(result).tree,
    virtualMinutes: restedAt / minute,
  };
}
