/** A run's purse: the worst case of each call is set aside before it is made, so a grant is a hard stop. */

import { addSpent, formatUsd, type Grant, nothingSpent, type Spent } from "../domain/money.ts";
import type { Usage } from "../model/model.ts";
import { costOf, type Price } from "../model/prices.ts";

export interface Reservation {
  readonly kind: "reserved";
  /** What the call may answer at most: as wished, or less if the grant holds no more. */
  readonly maxOutputTokens: number;
  /** Replaces the reservation by what the call really used. Call exactly one of these three. */
  settle(usage: Usage): Spent;
  /** The call never reached the model: nothing was spent. */
  release(): Spent;
  /** Nobody knows what the call used: the worst case counts as spent. */
  forfeit(): Spent;
}

export interface Purse {
  /** Sets the worst case of one call aside, or says why it cannot. */
  reserve(
    inputTokens: number,
    maxOutputTokens: number,
  ): Reservation | { readonly kind: "refused"; readonly why: string };
  /** What was settled so far. */
  spent(): Spent;
}

/** An answer shorter than this is not worth its input. */
const smallestAnswer = 1000;

/** A purse that holds `grant` and nothing yet spent. A grant in USD refuses every call if the price is unknown. */
export function createPurse(grant: Grant, price: Price | undefined): Purse {
  let settled = nothingSpent;
  let reserved = { tokens: 0, usd: 0 };
  /** Raised when a server counts more input than was estimated. */
  let correction = 1;

  const settle = (held: Held, spent: Spent): Spent => {
    reserved = { tokens: reserved.tokens - held.tokens, usd: reserved.usd - held.usd };
    settled = addSpent(settled, spent);
    return spent;
  };

  return {
    spent: () => settled,
    reserve(estimate, wished) {
      const inputTokens = Math.ceil(estimate * correction);
      const left = {
        tokens: (grant.tokens ?? Infinity) - settled.inputTokens - settled.outputTokens - reserved.tokens,
        usd: (grant.usd ?? Infinity) - (settled.usd ?? 0) - reserved.usd,
      };
      if (grant.usd !== undefined && price === undefined)
        return { kind: "refused", why: "The grant is in USD, but the price of this model is not known." };
      const maxOutputTokens = Math.min(wished, affordable(left, inputTokens, price));
      if (maxOutputTokens < Math.min(smallestAnswer, wished))
        return { kind: "refused", why: `The grant of ${inWords(grant)} cannot pay for another call.` };
      const worst = { inputTokens, cachedTokens: 0, outputTokens: maxOutputTokens };
      const held = { tokens: inputTokens + maxOutputTokens, usd: costOf(worst, price) ?? 0 };
      reserved = { tokens: reserved.tokens + held.tokens, usd: reserved.usd + held.usd };
      return {
        kind: "reserved",
        maxOutputTokens,
        settle: (usage) => {
          correction = Math.max(correction, usage.inputTokens / Math.max(estimate, 1));
          return settle(held, { ...usage, usd: costOf(usage, price) });
        },
        release: () => settle(held, nothingSpent),
        forfeit: () => settle(held, { ...worst, usd: costOf(worst, price) }),
      };
    },
  };
}

interface Held {
  readonly tokens: number;
  readonly usd: number;
}

function affordable(left: Held, inputTokens: number, price: Price | undefined): number {
  const byTokens = left.tokens - inputTokens;
  if (price === undefined) return byTokens;
  const usd = left.usd - (inputTokens * price.input) / 1e6;
  if (usd < 0) return 0;
  return price.output === 0 ? byTokens : Math.min(byTokens, Math.floor((usd * 1e6) / price.output));
}

function inWords(grant: Grant): string {
  const usd = grant.usd === undefined ? [] : [`${formatUsd(grant.usd)} USD`];
  const tokens = grant.tokens === undefined ? [] : [`${Math.floor(grant.tokens)} tokens`];
  return [...usd, ...tokens].join(" and ");
}
