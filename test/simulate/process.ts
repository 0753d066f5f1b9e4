/** A process of the swarm in virtual time: the real lane over simulated outsides. It can be killed, stopped and started again. */

import { loadPrompt, type Prompt, type PromptRole } from "../../src/agent/prompt.ts";
import { formatBranch } from "../../src/codec/branch-name.ts";
import { usualLease } from "../../src/domain/lease.ts";
import { GitHub } from "../../src/effect/github.ts";
import { LogBranch } from "../../src/effect/log-branch.ts";
import { Outbox } from "../../src/effect/outbox.ts";
import { Lane, type LaneEvent } from "../../src/engine.ts";
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
/** The gate costs as much as all the rest: what one in so many seeds writes goes through it. */
const gatedOneIn = 10;
const sweepEvery = 120_000;
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
  readonly #instance: string;
  #machine: Machine;
  #lane: Lane | undefined;
  #starts = 0;
  #nonces = 0;
  /** Milliseconds by which its clock is wrong. */
  #skew = 0;

  constructor(around: Surroundings, instance: string) {
    this.#around = around;
    this.#instance = instance;
    this.#machine = new Machine(instance);
    this.#machine.state = "dead";
  }

  get isAlive(): boolean {
    return this.#machine.state === "running";
  }

  start(): void {
    if (this.#machine.state !== "dead") return;
    this.#machine = new Machine(this.#instance);
    this.#starts += 1;
    this.#lane = undefined;
    void this.#open(this.#machine);
    this.#sweep(this.#machine);
  }

  kill(): void {
    this.#machine.state = "dead";
    this.#lane = undefined;
  }

  stop(): void {
    if (this.isAlive) this.#machine.state = "stopped";
  }

  goOn(): void {
    if (this.#machine.state === "stopped") this.#around.time.wake(this.#machine);
  }

  /** What a webhook does. */
  wake(): void {
    const machine = this.#machine;
    this.#around.time.after(0, () => this.#lane?.wake(), machine);
  }

  #sweep(machine: Machine): void {
    this.#around.time.after(
      sweepEvery,
      () => {
        if (this.#around.network.faults.strikes("clock-jumps"))
          this.#skew = this.#around.random.between(-3_600_000, 3_600_000);
        this.#lane?.wake();
        this.#sweep(machine);
      },
      machine,
    );
  }

  async #open(machine: Machine): Promise<void> {
    const { goal, time, network, branches, tracker, bill, obedience, plan, audience, watch } = this.#around;
    const random = this.#around.random.fork(`${this.#instance} ${this.#starts}`);
    const clock = time.clockOf(machine, () => this.#skew);
    const stage: Stage = {
      ...{ machine, time, random, plan, bill, obedience, audience },
      faults: network.faults,
      objects: branches.objects,
    };
    const mirror = new SimulatedMirror(machine, network, branches, clock);
    const outbox = new Outbox(mirror);
    const log = new LogBranch(mirror, outbox, formatBranch({ kind: "log", goal }));
    const wrote = audience?.wrote;
    const api = simulatedApi({ machine, network, tracker, time, random, ...(wrote ? { wrote } : {}) });
    const isGated = plan.seed % gatedOneIn === 0;
    const home = { server: "https://forge.example", ...repository };
    const gate = { home, secret, secrets: new Secrets(), now: () => clock.monotonic() };
    const github = new GitHub(isGated ? gateApi(api, gate) : api, repository);
    const folders = new Folders(stage);
    try {
      const [{ defaultBranch }, issue] = await Promise.all([github.about(), github.issue(goal)]);
      const reader = new IssueReader(github, secret, issue.createdAt);
      this.#lane = new Lane({
        outside: {
          ...{ goal, instance: this.#instance, secret, mirror, outbox, github, log, defaultBranch, clock },
          nonce: () => `${this.#instance}-${this.#starts}-${++this.#nonces}`,
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
        watch: (event) => watch(this.#instance, event, mirror.readingSince),
      });
      this.#lane.wake();
    } catch {
      time.after(openAgain, () => void this.#open(machine), machine);
    }
  }
}
