/** Counts API requests per caller and hour, and says so in GitHub's headers. */

import { type Actor, loginOf } from "./actor.ts";
import type { Clock } from "./clock.ts";

const hour = 3_600_000;

interface Window {
  readonly startedAt: number;
  used: number;
}

export interface Allowance {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** When the hour ends, in seconds since the epoch. */
  readonly reset: number;
}

export type Resource = "core" | "graphql";

export class RateLimit {
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(requestsPerHour: number, clock: Clock) {
    this.#limit = requestsPerHour;
    this.#clock = clock;
  }

  /** Counts one request; false when the hour's requests were used up before it. */
  take(actor: Actor, resource: Resource): boolean {
    const window = this.#window(actor, resource);
    if (window.used >= this.#limit) return false;
    window.used += 1;
    return true;
  }

  /** A conditional request that changed nothing is not counted. */
  giveBack(actor: Actor, resource: Resource): void {
    this.#window(actor, resource).used -= 1;
  }

  read(actor: Actor, resource: Resource): Allowance {
    const { used, startedAt } = this.#window(actor, resource);
    const reset = Math.ceil((startedAt + hour) / 1000);
    return { limit: this.#limit, used, remaining: this.#limit - used, reset };
  }

  headers(actor: Actor, resource: Resource): Record<string, string> {
    const { limit, used, remaining, reset } = this.read(actor, resource);
    return {
      "X-RateLimit-Limit": String(limit),
      "X-RateLimit-Remaining": String(remaining),
      "X-RateLimit-Used": String(used),
      "X-RateLimit-Reset": String(reset),
      "X-RateLimit-Resource": resource,
    };
  }

  #window(actor: Actor, resource: Resource): Window {
    const key = `${actor.kind} ${loginOf(actor)} ${resource}`;
    const now = this.#clock();
    const known = this.#windows.get(key);
    if (known && known.startedAt + hour > now) return known;
    const fresh = { startedAt: now, used: 0 };
    this.#windows.set(key, fresh);
    return fresh;
  }
}
