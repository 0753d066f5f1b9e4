/** Deliberate mistakes in the swarm's own code, and the invariant that must catch each by its name. */

import { endings } from "./mutants/endings.ts";
import { holding } from "./mutants/holding.ts";
import { remembering } from "./mutants/remembering.ts";
import { removing } from "./mutants/removing.ts";
import { rules } from "./mutants/rules.ts";
import { showing } from "./mutants/showing.ts";
import { spending } from "./mutants/spending.ts";
import type { SourceChange } from "./mutate.ts";
import type { Plan } from "./plan.ts";

export interface Mutant {
  readonly name: string;
  readonly caughtBy: string;
  readonly changes: readonly SourceChange[];
  /** Where to look for it; the first 60 seeds, unless it starts where it is known to show. */
  readonly seeds?: { readonly from: number; readonly count: number };
  /** What every seed's plan has instead of what was drawn: the trouble in which the mistake shows. */
  readonly plan?: Partial<Plan>;
}

export const mutants: readonly Mutant[] = [
  ...holding,
  ...spending,
  ...endings,
  ...showing,
  ...remembering,
  ...removing,
  ...rules,
];
