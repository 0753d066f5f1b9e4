/** A process of the swarm in virtual time: the real lane over simulated outsides, which ends and begins as the app's. It can be killed, stopped and started again. */

import { loadPrompt, type Prompt, type PromptRole } from "../../src/agent/prompt.ts";
import { formatBranch } from "../../src/codec/branch-name.ts";
import { labelName } from "../../src/codec/labels.ts";
import { isFinished } from "../../src/decide/decide.ts";
import { rarestSweep, usualLease } from "../../src/domain/lease.ts";
import type { World } from "../../src/domain/world.ts";
import { GitHub } from "../../src/effect/github.ts";
import { LogBranch } from "../../src/effect/log-branch.ts";
import { Outbox } from "../../src/effect/outbox.ts";
import { type Hint, Lane, type LaneEvent } from "../../src/engine.ts";
import { Finished } from "../../src/finished.ts";
import { gateApi } from "../../src/gate/api.ts";
import { Secrets } from "../../src/gate/secrets.ts";
import { IssueReader } from "../../src/intake/issue-reader.ts";
import type { Audience } from "./audience.ts";
import type { Bill } from "./bill.ts";
import type { Branches } from "./branches.ts";
import type { Network } from "./network.ts";
import type { Obedience } from "./obedience.ts";
import type { Plan } from "./plan.ts";
import { Folders, playedModel, type Stage } from "./played-agents.ts";
import type { Random } from "./random.ts";
import { simulatedApi } from "./simulated-api.ts";
import { SimulatedMirror } from "./simulated-mirror.ts";
import type { Tracker } from "./tracker.ts";
import { Machine, type VirtualTime } from "./virtual-time.ts";

export const secret = "a secret";
export const repository = { owner: "acme", repo: "shop" };
/** The gate costs as much as all the rest: what one in so many seeds writes goes through it, none of those that I19 plays twice. */
const gatedOneIn = 20;
const gatedPlace = 10;
const goalLabel = labelName("goal");
/** As rarely as the configuration allows. */
export const sweepEvery = rarestSweep(usualLease);
const openAgain = 5000;

const roles: readonly PromptRole[] = ["planner", "sub-planner", "worker", "judge"];
const prompts = new Map<PromptRole, Prompt>();

/** Reads the real prompts once. */
export async function loadPrompts(): Promise<void> {
  for (const role of roles) prompts.set(role, await loadPrompt(role, ["prompts"]));
}

export interface Surroundings {
  readonly goal: number;
  readonly time: VirtualTime;
  readonly network: Network;
  readonly branches: Branches;
  readonly tracker: Tracker;
  readonly bill: Bill;
  readonly obedience: Obedience;
  readonly plan: Plan;
  readonly random: Random;
  readonly audience: Audience | undefined;
  /** `readingSince`: when the process began to read its latest world. */
  readonly watch: (process: string, event: LaneEvent, readingSince: number) => void;
}

export class Process {
  readonly #around: Surroundings;
  /** The same after each start, as in a state folder. */
  readonly instance: string;
  #machine: Machine;
  #lane: Lane | "opening" | undefined;
  #finished = new Finished();
  #random: Random;
  #github: GitHub;
  #starts = 0;
  #nonces = 0;
  /** Milliseconds by which its clock is wrong. */
  #skew = 0;

  constructor(around: Surroundings, instance: string) {
    this.#around = around;
    this.instance = instance;
    this.#machine = new Machine(instance);
    this.#machine.die();
    this.#random = around.random;
    this.#github = this.#connect(this.#machine);
  }

  get isAlive(): boolean {
    return this.#machine.state === "running";
  }

  /** Nothing is left to do for the goal, and nobody touched it since. */
  get isOver(): boolean {
    return this.#finished.isOver(goalLabel);
  }

  start(): void {
    if (this.#machine.state !== "dead") return;
    this.#machine = new Machine(this.instance);
    this.#starts += 1;
    this.#lane = undefined;
    this.#finished = new Finished();
    this.#random = this.#around.random.fork(`${this.instance} ${this.#starts}`);
    this.#github = this.#connect(this.#machine);
    this.#look(this.#machine);
    this.#sweep(this.#machine);
  }

  kill(): void {
    this.#machine.die();
    this.#lane = undefined;
  }

  stop(): void {
    if (this.isAlive) this.#machine.state = "stopped";
  }

  goOn(): void {
    if (this.#machine.state === "stopped") this.#around.time.wake(this.#machine);
  }

  /** What a webhook does. */
  hear(hint: Hint, isGoalsComment: boolean): void {
    const machine = this.#machine;
    const look = () => {
      if (isGoalsComment) this.#finished.reopen(goalLabel);
      this.#look(machine, hint);
    };
    this.#around.time.after(0, look, machine);
  }

  #look(machine: Machine, hint: Hint = {}): void {
    if (this.isOver || this.#lane === "opening") return;
    if (this.#lane) {
      this.#lane.hint(hint);
      return;
    }
    this.#lane = "opening";
    void this.#open(machine);
  }

  #sweep(machine: Machine): void {
    this.#around.time.after(
      sweepEvery,
      () => {
        if (this.#around.network.faults.strikes("clock-jumps"))
          this.#skew = this.#around.random.between(-3_600_000, 3_600_000);
        void this.#visit(machine);
        this.#sweep(machine);
      },
      machine,
    );
  }

  /** What the list of all goals says, and then a look at the goal. */
  async #visit(machine: Machine): Promise<void> {
    const goals = await this.#github.labelled(goalLabel, { state: "all" }).catch(() => undefined);
    if (machine !== this.#machine || !goals) return;
    for (const { updatedAt } of goals) this.#finished.found(goalLabel, updatedAt);
    this.#look(machine);
  }

  #connect(machine: Machine): GitHub {
    const { time, network, tracker, plan, audience } = this.#around;
    const wrote = audience?.wrote;
    const options = { machine, network, tracker, time, random: this.#random };
    const api = simulatedApi({ ...options, ...(wrote ? { wrote } : {}) });
    if (plan.seed % gatedOneIn !== gatedPlace) return new GitHub(api, repository);
    const home = { server: "https://forge.example", ...repository };
    const gate = { home, secret, secrets: new Secrets(), now: () => time.now };
    return new GitHub(gateApi(api, gate), repository);
  }

  async #open(machine: Machine): Promise<void> {
    const { goal, time, network, branches, plan, bill, obedience, audience } = this.#around;
    const [random, github] = [this.#random, this.#github];
    const clock = time.clockOf(machine, () => this.#skew);
    const stage: Stage = {
      ...{ machine, time, random, plan, bill, obedience, audience },
      faults: network.faults,
      objects: branches.objects,
    };
    const mirror = new SimulatedMirror(machine, network, branches, clock);
    const outbox = new Outbox(mirror);
    const log = new LogBranch(mirror, outbox, formatBranch({ kind: "log", goal }));
    const folders = new Folders(stage);
    try {
      const [{ defaultBranch }, issue] = await Promise.all([github.about(), github.issue(goal)]);
      const reader = new IssueReader(github, secret, issue.createdAt);
      const lane = new Lane({
        outside: {
          ...{ goal, instance: this.instance, secret, mirror, outbox, github, log, defaultBranch, clock },
          nonce: () => `${this.instance}-${this.#starts}-${++this.#nonces}`,
          checkouts: folders,
          forget: (comment) => reader.forget(comment),
        },
        reader,
        crew: {
          staff: (role) => playedModel(stage, role),
          prompt: (role) => prompts.get(role) as Prompt,
          sandbox: folders.sandbox,
          folder: "folder",
          commandTimeoutMs: 600_000,
        },
        capacity: 4,
        lease: usualLease,
        watch: (event) => {
          this.#around.watch(this.instance, event, mirror.readingSince);
          if (event.kind === "settled") this.#settle(lane, event.world);
        },
      });
      this.#lane = lane;
      lane.wake();
    } catch {
      time.after(openAgain, () => void this.#open(machine), machine);
    }
  }

  #settle(lane: Lane, world: World): void {
    if (lane !== this.#lane) return;
    if (!this.#finished.settle(goalLabel, isFinished(world), this.#around.time.now)) return;
    this.#lane = undefined;
    void lane.stop();
  }
}
