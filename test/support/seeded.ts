/** Chance that is the same in every run. */

export interface Seeded {
  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** A xorshift: small, quick, and good enough to make inputs. */
export function seeded(seed: number): Seeded {
  let state = (seed * 2654435761) >>> 0 || 1;
  const below = (limit: number) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
  return { below, pick: (items) => items[below(items.length)]! };
}
