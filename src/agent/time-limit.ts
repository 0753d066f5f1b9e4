/** How long a run may last; time stands still while it is held. */

import type { Clock } from "../effect/clock.ts";

export class TimeLimit {
  readonly #clock: Clock;
  readonly #up = new AbortController();
  #left: number;
  #since = 0;
  #cancel = () => {};

  /** Runs from now on, for so many milliseconds. */
  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#left = milliseconds;
    this.#run();
  }

  /** Aborted once the time is up. */
  get isUp(): AbortSignal {
    return this.#up.signal;
  }

  /** Milliseconds, less than zero once it is up. */
  left(): number {
    return this.#left - (this.#clock.monotonic() - this.#since);
  }

  /** What the work takes is not counted. */
  async standStill<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#cancel();
    this.#left = this.left();
    try {
      return await work();
    } finally {
      this.#run();
    }
  }

  end(): void {
    this.#cancel();
  }

  #run(): void {
    this.#since = this.#clock.monotonic();
    this.#cancel = this.#clock.after(this.#left, () => this.#up.abort());
  }
}
