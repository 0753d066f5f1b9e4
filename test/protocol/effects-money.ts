/** Money: it is set aside in the log before whoever spends it begins. */

import { freeMoney, nextGrant } from "../../src/decide/grant.ts";
import { outOfMoney } from "../../src/decide/out-of-money.ts";
import type { Entry } from "../../src/domain/entry.ts";
import type { LogView } from "../../src/domain/log.ts";
import { type Grant, nothingSpent, type Spent } from "../../src/domain/money.ts";
import { lostBefore, spendableTo, totalGrant } from "../../src/domain/parts.ts";
import { idOf } from "./commits.ts";
import type { Effect, Scene } from "./effect.ts";
import type { Purse } from "./state.ts";

/** What is in the purse of a worker whose claim says that so much was spent (claim of perform.ts). */
export const partFor = (log: LogView, holder: string, spent: Spent): Grant | undefined =>
  spendableTo(log, holder, spent) ?? totalGrant(log, holder);

/** Nothing of it without a budget: then no spending is modelled. */
export const purseOf = (grant: Grant | undefined, spent: Spent): Purse =>
  grant?.usd === undefined ? {} : { purse: grant.usd - (spent.usd ?? 0) };

/** holdMoney of perform.ts. Undefined when nothing may begin. */
export function* holdMoney(
  { world, logTip }: Scene,
  holder: string,
): Generator<Effect, Purse | undefined, number> {
  const grant = nextGrant(world, freeMoney(world));
  const lost = lostBefore(world.log, holder).usd ?? 0;
  if (grant && grant.usd === undefined) return {};
  if (logTip !== idOf(String(world.logTip))) return undefined;
  const cycle = world.log.cycles.at(-1)?.number ?? 1;
  const entries: readonly Entry[] = grant
    ? [{ kind: "granted", holder, grant }]
    : outOfMoney(world, cycle, holder);
  yield { kind: "append", subject: `money for ${holder}`, entries, kept: [] };
  return grant && { ...purseOf(grant, nothingSpent), lost };
}
