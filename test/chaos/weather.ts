/** How often the forge misbehaves in a chaos run. */

import { type FaultKind, faultKinds, usualRates } from "../../src/forge/faults/kinds.ts";

type Rates = Readonly<Partial<Record<FaultKind, number>>>;

/** What has not been met yet comes soon, however short the run is. */
const soon = 0.08;
/** This one pauses a whole minute. */
const mute = "limited-mutely";
const soonMute = 0.01;

/** More of everything than usual, most of all what was not met yet; or one kind alone. */
export function ratesOf(only: FaultKind | undefined, met: Readonly<Record<string, number>>): Rates {
  const rate = (kind: FaultKind) => {
    const isMute = kind === mute;
    const usual = isMute ? usualRates[kind] : Math.min(1, usualRates[kind] * 2);
    return met[kind] ? usual : Math.max(usual, isMute ? soonMute : soon);
  };
  const kinds = faultKinds.filter((kind) => only === undefined || kind === only);
  return Object.fromEntries(kinds.map((kind) => [kind, rate(kind)]));
}
