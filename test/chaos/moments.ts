/** Watches all goals of a town while they run: which part of its life each is in, told the moment it begins. */

import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Push, RefUpdate } from "../../src/forge/forge.ts";
import { git } from "./git.ts";
import { Journal } from "./journal.ts";
import { type Phase, phaseBegun } from "./phases.ts";

export interface Moment {
  /** As "owner/name#12". */
  readonly goal: string;
  readonly phase: Phase;
}

const every = 30;
const none = "0".repeat(40);

/** A task claimed so often is nearly given up, which a run without kills never does; what was hit before may still cost it two. */
const nearlyWornOut = 5;

export class Moments {
  readonly #folder: string;
  readonly #journal: Journal;
  readonly #phases = new Map<string, Phase>();
  /** Claims that were tried so often already, by branch. */
  readonly #worn = new Set<string>();
  #waiting: ((moment: Moment) => void)[] = [];

  /** `folder` is the forge's. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#journal = new Journal(folder);
  }

  /** Watches until the signal says stop. */
  async watch(signal: AbortSignal): Promise<void> {
    for (; !signal.aborted; await pause(every))
      for (const push of this.#journal.next())
        for (const update of push.updates) await this.#look(push, update);
  }

  opened(goal: string): void {
    if (!this.#phases.has(goal)) this.#begin({ goal, phase: "accept" });
  }

  ended(goal: string): void {
    this.#phases.delete(goal);
    for (const branch of this.#worn) if (branch.startsWith(`${goal}/`)) this.#worn.delete(branch);
  }

  /** The goals that run. */
  get goals(): readonly Moment[] {
    return [...this.#phases].map(([goal, phase]) => ({ goal, phase }));
  }

  get isWornOut(): boolean {
    return this.#worn.size > 0;
  }

  /** The next moment of any goal that runs; undefined when none comes in time. */
  next(patience: number): Promise<Moment | undefined> {
    const { promise, resolve } = Promise.withResolvers<Moment | undefined>();
    const late = setTimeout(() => resolve(undefined), patience);
    this.#waiting.push((moment) => {
      clearTimeout(late);
      resolve(moment);
    });
    return promise;
  }

  async #look({ repository }: Push, { ref, new: sha }: RefUpdate): Promise<void> {
    const [, number, branch = ""] = /^refs\/heads\/swarm\/(\d+)\/(.+)$/.exec(ref) ?? [];
    const goal = `${repository}#${number}`;
    if (!number || !this.#phases.has(goal)) return;
    const key = `${goal}/${branch}`;
    const bare = join(this.#folder, "repos", `${repository}.git`);
    const message = sha === none ? "" : await git(bare, "log", "-1", "--format=%B", sha).catch(() => "");
    const tries = numberIn(message, "Attempt") - numberIn(message, "Conflicts");
    // In one step: whoever asks in between must not find it forgotten.
    if (/^Swarm-Claim: /m.test(message) && tries >= nearlyWornOut) this.#worn.add(key);
    else this.#worn.delete(key);
    const phase = phaseBegun(branch, message, this.#phases.get(goal));
    if (phase) this.#begin({ goal, phase });
  }

  #begin(moment: Moment): void {
    this.#phases.set(moment.goal, moment.phase);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const tell of waiting) tell(moment);
  }
}

const numberIn = (message: string, trailer: string) =>
  Number(new RegExp(`^Swarm-${trailer}: (\\d+)$`, "m").exec(message)?.[1] ?? 0);
