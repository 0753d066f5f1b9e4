/** A worker's hold on its task's branch: where the tip is, whatever answers are lost, and when it is somebody else's. */

import type { Sha } from "../../domain/ids.ts";
import { pause } from "../../effect/clock.ts";
import { type Outside, taskBranch } from "../../effect/outside.ts";
import { moveOf, type Step } from "../../effect/steps.ts";

/** A step for the tip that it will stand on. */
export type MakeStep = (tip: Sha) => Promise<Omit<Step, "task" | "from">>;

const firstPause = 1000;
const longestPause = 30_000;

export class Hold {
  readonly #outside: Outside;
  readonly #task: number;
  readonly #moved: (tip: Sha) => void;
  /** The claim and every step that was ever sent: a push that was given up may arrive late. */
  readonly #sent: Set<Sha>;
  readonly #lost = new AbortController();
  #tip: Sha;
  /** The last step may be on the branch or not. */
  #doubtful = false;
  #last: Promise<unknown> = Promise.resolve();

  /** `moved` is told of each new tip of ours. */
  constructor(outside: Outside, task: number, claim: Sha, moved: (tip: Sha) => void) {
    this.#outside = outside;
    this.#task = task;
    this.#moved = moved;
    this.#tip = claim;
    this.#sent = new Set([claim]);
  }

  /** Aborted once the branch is not ours any more. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Takes one step after those before it. Answers whether it is on the branch; rejects when nobody could tell. */
  take(make: MakeStep): Promise<boolean> {
    return this.#next(() => this.#try(make, new Set()));
  }

  /**
   * Takes a step that must not vanish: tries until it is on the branch, the branch is lost, or the work is aborted.
   * Rejects after as many milliseconds as others have to wait for the branch.
   */
  insist(make: MakeStep, lease: number, signal: AbortSignal): Promise<void> {
    return this.#next(async () => {
      const { clock } = this.#outside;
      const tries = new Set<Sha>();
      const end = clock.monotonic() + lease;
      for (let wait = firstPause; ; wait = Math.min(2 * wait, longestPause)) {
        if (await this.#try(make, tries).catch(() => false)) return;
        if (signal.aborted || this.lost.aborted) return;
        if (clock.monotonic() >= end) throw new Error(`The branch of #${this.#task} took no step of ours.`);
        await pause(clock, wait, signal);
      }
    });
  }

  /** One after the other: a submission beside a renewal would stand on a tip that is moving. */
  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = this.#last.catch(() => {}).then(work);
    this.#last = next;
    return next;
  }

  async #try(make: MakeStep, tries: Set<Sha>): Promise<boolean> {
    if (this.#doubtful) await this.#readTip();
    if (this.lost.aborted) return false;
    if (tries.has(this.#tip)) return true;
    const step = await make(this.#tip);
    const move = await moveOf(this.#outside, { ...step, task: this.#task, from: this.#tip });
    this.#sent.add(move.to);
    tries.add(move.to);
    if (await this.#outside.outbox.move(move).catch(() => false)) {
      this.#standOn(move.to);
      return true;
    }
    this.#doubtful = true;
    await this.#readTip();
    return tries.has(this.#tip);
  }

  async #readTip(): Promise<void> {
    const tip = await this.#outside.mirror.remoteTip(taskBranch(this.#outside, this.#task));
    this.#doubtful = false;
    if (!tip || !this.#sent.has(tip)) this.#lost.abort();
    else if (tip !== this.#tip) this.#standOn(tip);
  }

  #standOn(tip: Sha): void {
    this.#tip = tip;
    this.#moved(tip);
  }
}
