/** I18: what a process decides does not come from what it remembers: one that has just begun, and reads the same, decides the same. */

import { formatBranch, parseBranch } from "../../src/codec/branch-name.ts";
import { decide } from "../../src/decide/decide.ts";
import type { World } from "../../src/domain/world.ts";
import { GitHub } from "../../src/effect/github.ts";
import { LogBranch } from "../../src/effect/log-branch.ts";
import { Outbox } from "../../src/effect/outbox.ts";
import type { Outside } from "../../src/effect/outside.ts";
import { History } from "../../src/intake/history.ts";
import { IssueReader } from "../../src/intake/issue-reader.ts";
import { loadWorld, type Present } from "../../src/intake/load-world.ts";
import { overdue } from "../../src/intake/marks.ts";
import type { Branches } from "./branches.ts";
import type { Breach } from "./invariants.ts";
import { Network } from "./network.ts";
import type { Plan } from "./plan.ts";
import { repository, secret } from "./process.ts";
import { Random } from "./random.ts";
import { simulatedApi } from "./simulated-api.ts";
import { SimulatedMirror } from "./simulated-mirror.ts";
import type { Tracker } from "./tracker.ts";
import { Machine, type VirtualTime } from "./virtual-time.ts";

const mostReadings = 3;

/** A network without a way: it answers in the same moment. */
class NoWay extends Network {
  override async ask<Answer>(_machine: Machine, effect: () => Answer): Promise<Answer> {
    return effect();
  }
}

export interface Forge {
  readonly goal: number;
  readonly plan: Plan;
  readonly time: VirtualTime;
  readonly branches: Branches;
  readonly tracker: Tracker;
}

export class ColdReadings {
  readonly #forge: Forge;
  readonly #random: Random;
  readonly #breach: (breach: Breach) => void;
  /** That an issue is gone is learned by asking for minutes. */
  readonly #isFit: boolean;
  #taken = 0;

  constructor(forge: Forge, random: Random, breach: (breach: Breach) => void) {
    this.#forge = forge;
    this.#random = random;
    this.#breach = breach;
    this.#isFit = !forge.plan.happenings.some((one) => one.kind === "act" && one.act === "delete-issue");
  }

  /** Now and then, when nothing was written since the process began to read its world; ends before time goes on. */
  async compare(by: string, warm: World, readingSince: number): Promise<void> {
    if (!this.#isFit || this.#forge.tracker.isUndated || this.#taken >= mostReadings) return;
    // What was read before the calm may have come from a stale list.
    if (this.#lastWrite() >= readingSince || readingSince <= this.#forge.plan.calmAfter) return;
    const expected = listed(warm);
    if (!this.#random.chance(expected === "" ? 0.05 : 0.5) || takesOver(warm, expected)) return;
    this.#taken += 1;
    const at = this.#forge.time.now;
    const cold = await read(this.#forge, warm);
    const found = cold ? listed(cold) : "nothing";
    if (found !== expected)
      this.#breach({ invariant: "I18", what: `${by} decides ${expected}, a new process ${found}`, at });
  }

  #lastWrite(): number {
    const { branches, tracker } = this.#forge;
    return Math.max(branches.transactions.at(-1)?.at ?? 0, tracker.writes.at(-1)?.at ?? 0);
  }
}

/** The engine itself reads everything anew before it takes another's place. */
const takesOver = ({ log, instance }: World, commands: string): boolean =>
  log.steward !== instance && commands.includes("take-stewardship");

/** No list says that a comment is gone: whoever removes what another removed is told so, and forgets it. */
const listed = (world: World): string =>
  decide(world)
    .filter(({ kind }) => kind !== "remove-comments")
    .map((command) => JSON.stringify(command))
    .sort()
    .join(" ");

/** What only the process itself can know is passed on: its jobs, its clock, how long it saw each ref stand still. */
async function read({ goal, time, branches, tracker }: Forge, warm: World): Promise<World | undefined> {
  // Jobs go on and end while this waits.
  const busy = { ...warm.busy, planners: new Set(warm.busy.planners) };
  const machine = new Machine(warm.instance);
  const random = new Random(0);
  const network = new NoWay(time, random, { strikes: () => false });
  const clock = time.clockOf(machine, () => 0);
  const mirror = new SimulatedMirror(machine, network, branches, clock);
  const outbox = new Outbox(mirror);
  const github = new GitHub(simulatedApi({ machine, network, tracker, time, random }), repository);
  const { createdAt } = await github.issue(goal);
  const reader = new IssueReader(github, secret, createdAt);
  const present: Present = {
    busy,
    capacity: warm.capacity,
    lease: warm.lease,
    now: warm.now,
    monotonic: time.now,
    stillFor: (refs) => new Map(refs.map(({ name }) => [name, stillIn(warm, goal, name)])),
  };
  const log = new LogBranch(mirror, outbox, formatBranch({ kind: "log", goal }));
  const outside: Outside = {
    ...{ goal, instance: warm.instance, secret, mirror, outbox, github, log, clock },
    ...{ defaultBranch: "main", nonce: () => "", forget: () => {} },
    checkouts: { checkOut: refuse, snapshot: refuse },
  };
  return loadWorld({ outside, reader, history: new History(mirror) }, present);
}

const refuse = () => Promise.reject(new Error("A reading writes nothing."));

function stillIn({ still, rewritten, logGone, lasting }: World, goal: number, name: string): number {
  if (name === formatBranch({ kind: "log", goal })) return still.log;
  const parsed = parseBranch(name);
  if (parsed?.kind === "task") return still.tasks.get(parsed.task) ?? 0;
  if (name === overdue.name) return lasting.overdue;
  return name.startsWith("red since") ? lasting.red : ((rewritten ?? logGone)?.for ?? 0);
}
