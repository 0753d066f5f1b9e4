/** How often the forge misbehaves in a chaos run. */

import { type FaultKind, faultKinds, usualRates } from "../../src/forge/faults/kinds.ts";
import type { Random } from "../simulate/random.ts";

type Rates = Readonly<Partial<Record<FaultKind, number>>>;

/** What has not been met yet comes soon, however short the run is; but so few at a time that work goes on. */
const soon = 0.05;
const atOnce = 2;
/** One of these costs no request. */
const soonHints = 0.2;
/** This one pauses a whole minute. */
const mute = "limited-mutely";
const soonMute = 0.002;

const isHint = (kind: FaultKind) => kind.endsWith("-webhook");

/** A little more of everything than usual, and of some that were not met yet much more; or one kind alone. */
export function ratesOf(
  only: FaultKind | undefined,
  met: Readonly<Record<string, number>>,
  random: Random,
): Rates {
  const kinds = faultKinds.filter((kind) => only === undefined || kind === only);
  const unmet = kinds.filter((kind) => !met[kind]);
  const wanted = unmet.filter((kind) => kind !== mute && !isHint(kind));
  const chosen = new Set(Array.from({ length: wanted.length > 0 ? atOnce : 0 }, () => random.pick(wanted)));
  const rate = (kind: FaultKind) => {
    const usual = usualRates[kind];
    if (kind === mute) return met[kind] ? usual : soonMute;
    if (isHint(kind)) return met[kind] ? usual * 1.5 : soonHints;
    return chosen.has(kind) ? Math.max(usual, soon) : Math.min(1, usual * 1.5);
  };
  return Object.fromEntries(kinds.map((kind) => [kind, rate(kind)]));
}
