/** How often tokens are renewed before their time: where a new one does not help, the next would not either. */

import type { Clock } from "./clock.ts";

const most = 3;
const within = 60_000;

export class Renewals {
  readonly #clock: Pick<Clock, "monotonic">;
  #times: readonly number[] = [];

  constructor(clock: Pick<Clock, "monotonic">) {
    this.#clock = clock;
  }

  /** Whether there may be one more now; then it counts. */
  take(): boolean {
    const now = this.#clock.monotonic();
    this.#times = this.#times.filter((time) => now - time < within);
    if (this.#times.length >= most) return false;
    this.#times = [...this.#times, now];
    return true;
  }
}
