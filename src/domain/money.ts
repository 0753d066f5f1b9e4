/** Money and tokens: what a run may spend, and what it did. */

/** The most a holder may spend; undefined is no cap. */
export interface Grant {
  readonly usd: number | undefined;
  readonly tokens: number | undefined;
}

/** What was spent; `usd` is undefined when the price of a model is unknown. `cachedTokens` is part of `inputTokens`. */
export interface Spent {
  readonly usd: number | undefined;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

export const nothingSpent: Spent = { usd: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

/** An unknown price makes the sum unknown. */
export const addSpent = (a: Spent, b: Spent): Spent => ({
  usd: a.usd === undefined || b.usd === undefined ? undefined : a.usd + b.usd,
  inputTokens: a.inputTokens + b.inputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  outputTokens: a.outputTokens + b.outputTokens,
});

/** USD as every reader is shown them, in at most six decimals: sums of fractions end in noise. */
export const formatUsd = (usd: number): string => String(Number(usd.toFixed(6)));

/** An amount as people write it: `20`, `$20`, `20.5 USD`; undefined for anything else. */
export function parseUsd(text: string): number | undefined {
  const match = /^\$?(\d+(?:\.\d+)?)\s*(?:USD)?$/i.exec(text.trim());
  return match ? Number(match[1]) : undefined;
}
