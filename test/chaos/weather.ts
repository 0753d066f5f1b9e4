/** How often the forge misbehaves in a chaos run. */

import { type FaultKind, usualRates } from "../../src/forge/faults/kinds.ts";

/** More of everything than usual, but for what pauses a whole minute; or one kind alone. */
export function ratesOf(only: FaultKind | undefined): Readonly<Partial<Record<FaultKind, number>>> {
  const rates = Object.entries(usualRates)
    .filter(([kind]) => only === undefined || kind === only)
    .map(([kind, rate]) => [kind, kind === "limited-mutely" ? rate : Math.min(1, rate * 2)]);
  return Object.fromEntries(rates);
}
