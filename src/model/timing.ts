/** How long a model may take, and how patiently a failed call is made again. */

import { setTimeout } from "node:timers/promises";

export interface ModelTiming {
  /** The longest one call may take, from the request to the end of its stream. */
  readonly callMs: number;
  /** The longest a stream that has begun may say nothing at all. */
  readonly silenceMs: number;
  /** How often a call is made again before the model counts as unavailable. */
  readonly retries: number;
  /** The first pause between two calls; each further one is twice as long. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A server that asks for a longer pause than this counts as unavailable. */
  readonly longestRetryAfterMs: number;
  /** Resolves after `ms`, or rejects when `signal` aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export const defaultTiming: ModelTiming = {
  callMs: 10 * 60_000,
  silenceMs: 2 * 60_000,
  retries: 6,
  firstPauseMs: 1000,
  longestPauseMs: 60_000,
  longestRetryAfterMs: 5 * 60_000,
  pause: (ms, signal) => setTimeout(ms, undefined, { signal }),
};
