/** The lease: how long a claim or the stewardship outlives its last sign of life. */

/** Milliseconds, unless an operator says otherwise. */
export const usualLease = 10 * 60_000;

/** So often a holder shows that it lives, in milliseconds. */
export const renewalOf = (lease: number): number => lease * 0.3;

/** A steward whose jobs are slow renews when it looks: it has to look so often, in the lease's unit, or others take its place. */
export const rarestSweep = (lease: number): number => lease / 3;
