/** One outbox per process and repository: single-ref moves that come together leave in one push, each taken or refused alone. */

import type { Mirror, Move } from "./mirror.ts";

interface Waiting {
  readonly move: Move;
  readonly settle: (moved: boolean) => void;
  readonly fail: (error: unknown) => void;
}

export class Outbox {
  readonly #mirror: Mirror;
  #waiting: Waiting[] = [];
  #sending = false;

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  /** Answers whether the ref moved to exactly this commit. Rejects only when even reading the ref failed. */
  move(move: Move): Promise<boolean> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ move, settle, fail });
      void this.#send();
    });
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#waiting.length > 0) {
      const batch = firstPerBranch(this.#waiting);
      this.#waiting = this.#waiting.filter((waiting) => !batch.includes(waiting));
      await this.#push(batch);
    }
    this.#sending = false;
  }

  async #push(batch: readonly Waiting[]): Promise<void> {
    const moves = batch.map((waiting) => waiting.move);
    const pushing = await this.#mirror.push(moves, false).catch(() => undefined);
    const settled = batch.map(async (waiting) => {
      const { branch } = waiting.move;
      if (!pushing || pushing.doubtful.has(branch)) await this.#readBack(waiting);
      else waiting.settle(pushing.moved.has(branch));
    });
    await Promise.all(settled);
  }

  /** What nobody answered for is what the ref says now. */
  async #readBack({ move, settle, fail }: Waiting): Promise<void> {
    try {
      settle((await this.#mirror.remoteTip(move.branch)) === move.to);
    } catch (error) {
      fail(error);
    }
  }
}

function firstPerBranch(waiting: readonly Waiting[]): Waiting[] {
  const seen = new Set<string>();
  return waiting.filter(({ move }) => !seen.has(move.branch) && seen.add(move.branch));
}
