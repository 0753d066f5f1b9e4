/** The seeded chances of faults: the nth throw for a kind falls the same way in every run with that seed. */

import type { FaultKind, FaultOptions } from "./kinds.ts";
import { usualRates } from "./kinds.ts";

export class Dice {
  readonly #seed: number;
  readonly #rates: Readonly<Partial<Record<FaultKind, number>>>;
  readonly #throws = new Map<FaultKind, number>();

  constructor({ seed, rates = usualRates }: FaultOptions) {
    this.#seed = seed;
    this.#rates = rates;
  }

  rate(kind: FaultKind): number {
    return this.#rates[kind] ?? 0;
  }

  /** Does it happen this time? */
  falls(kind: FaultKind): boolean {
    const rate = this.rate(kind);
    return rate > 0 && this.#next(kind) < rate;
  }

  /** An integer from `low` to `high`, both included. */
  between(kind: FaultKind, low: number, high: number): number {
    return low + Math.floor(this.#next(kind) * (high - low + 1));
  }

  #next(kind: FaultKind): number {
    const nth = (this.#throws.get(kind) ?? 0) + 1;
    this.#throws.set(kind, nth);
    return fraction(`${this.#seed} ${kind} ${nth}`);
  }
}

/** From 0 up to 1, decided by the text alone: FNV-1a with a last stir, since neighbours must not fall alike. */
function fraction(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 2246822519);
  value = Math.imul(value ^ (value >>> 13), 3266489917);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}
