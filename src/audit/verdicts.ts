/** All invariants in the order they are told, and their verdicts over one piece of evidence. */

import type { Evidence } from "./evidence.ts";
import type { Invariant, Verdict } from "./invariant.ts";
import { allOver } from "./invariants/all-over.ts";
import { budget } from "./invariants/budget.ts";
import { caps } from "./invariants/caps.ts";
import { explained } from "./invariants/explained.ts";
import { fencedLanding } from "./invariants/fenced-landing.ts";
import { greenTested } from "./invariants/green-tested.ts";
import { humanCause } from "./invariants/human-cause.ts";
import { landedOnce } from "./invariants/landed-once.ts";
import { noClaimLeft } from "./invariants/no-claim-left.ts";
import { noLostWork } from "./invariants/no-lost-work.ts";
import { noRewriting } from "./invariants/no-rewriting.ts";
import { notRed } from "./invariants/not-red.ts";
import { nothingLeft } from "./invariants/nothing-left.ts";
import { oneEffect } from "./invariants/one-effect.ts";
import { oneHolder } from "./invariants/one-holder.ts";
import { shownAsIs } from "./invariants/shown-as-is.ts";
import { terminalFrozen } from "./invariants/terminal-frozen.ts";
import { vetoDominates } from "./invariants/veto-dominates.ts";

export const invariants: readonly Invariant[] = [
  oneHolder,
  fencedLanding,
  landedOnce,
  explained,
  greenTested,
  noRewriting,
  noLostWork,
  vetoDominates,
  humanCause,
  budget,
  caps,
  oneEffect,
  terminalFrozen,
  allOver,
  noClaimLeft,
  nothingLeft,
  shownAsIs,
  notRed,
];

/** Judges the evidence by every invariant; pure, the same evidence always gives the same verdicts. */
export function checkInvariants(evidence: Evidence): readonly Verdict[] {
  return invariants.map(({ name, title, applies, check }) => {
    const isDue = applies(evidence);
    const findings = isDue ? check(evidence) : [];
    const holds = findings.every((finding) => finding.kind !== "broken");
    return { name, title, applies: isDue, holds, findings };
  });
}
