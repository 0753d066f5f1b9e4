/** Money and tokens as the audit adds them up. */

export interface Spent {
  readonly tokens: number;
  /** Undefined when the price is unknown. */
  readonly usd: number | undefined;
}

export const nothingSpent: Spent = { tokens: 0, usd: 0 };

/** An unknown price makes the sum unknown. */
export const addSpent = (a: Spent, b: Spent): Spent => ({
  tokens: a.tokens + b.tokens,
  usd: a.usd === undefined || b.usd === undefined ? undefined : a.usd + b.usd,
});
