/** A holder's money comes in parts: what a run that died spent of its part nobody knows, so all of it counts as spent. */

import type { LogView } from "./log.ts";
import { addSpent, type Grant, nothingSpent, type Spent } from "./money.ts";
import { taskHolder } from "./task.ts";
import type { Tip } from "./tip.ts";
import type { World } from "./world.ts";

/** Trailers carry whole tokens and six decimals of a dollar. */
const crumbs = { usd: 1e-6, tokens: 1 };

/** What a holder that spent so much may spend in all until it needs another part; undefined when it needs one now. */
export function spendableTo(log: LogView, holder: string, spent: Spent): Grant | undefined {
  let end: Grant | undefined;
  for (const part of log.grants.get(holder) ?? []) {
    end = addGrant(end, part);
    if (holdsMore(end, spent)) return end;
  }
  return undefined;
}

const holdsMore = ({ usd, tokens }: Grant, spent: Spent): boolean =>
  (usd === undefined || usd - (spent.usd ?? 0) > crumbs.usd) &&
  (tokens === undefined || tokens - spent.inputTokens - spent.outputTokens >= crumbs.tokens);

const addGrant = (a: Grant | undefined, b: Grant): Grant => ({
  usd: b.usd === undefined ? undefined : (a?.usd ?? 0) + b.usd,
  tokens: b.tokens === undefined ? undefined : (a?.tokens ?? 0) + b.tokens,
});

/** All parts together. */
export const totalGrant = (log: LogView, holder: string): Grant | undefined =>
  log.grants.get(holder)?.reduce<Grant | undefined>(addGrant, undefined);

/** What a planner or judge may have spent in runs that brought nothing into the log. */
export function lostBefore(log: LogView, holder: string): Spent {
  const total = totalGrant(log, holder);
  return total ? upTo(total, nothingSpent) : nothingSpent;
}

/** As a tip is built upon by others: the rest of its part counts as spent if its holder may have been at work. */
export function withLost(world: World, task: number, tip: Tip): Tip {
  const isAtWork = tip.state.kind === "claimed" || tip.state.kind === "pushed";
  const end = isAtWork ? spendableTo(world.log, taskHolder(task), tip.facts.spent) : undefined;
  return end ? { ...tip, facts: { ...tip.facts, spent: upTo(end, tip.facts.spent) } } : tip;
}

/** Whoever builds on this task's tip finds no money that is surely there. */
export function needsPart(world: World, task: number): boolean {
  const tip = world.tips.get(task);
  if (tip?.state.kind !== "claimed" && tip?.state.kind !== "pushed") return false;
  const { spent } = withLost(world, task, tip).facts;
  return spendableTo(world.log, taskHolder(task), spent) === undefined;
}

function upTo({ usd, tokens }: Grant, spent: Spent): Spent {
  const inputTokens = tokens === undefined ? 0 : tokens - spent.inputTokens - spent.outputTokens;
  return addSpent(spent, {
    usd: usd === undefined ? 0 : Math.max(0, usd - (spent.usd ?? 0)),
    inputTokens: Math.max(0, inputTokens),
    cachedTokens: 0,
    outputTokens: 0,
  });
}
