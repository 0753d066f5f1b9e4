/** What the log says when a planner or a judge is due and there is no money for one. */

import type { Entry } from "../domain/entry.ts";
import { lostBefore } from "../domain/parts.ts";
import type { World } from "../domain/world.ts";

/** Without money nobody plans on, and nobody can judge; what a judge that died may have spent stays spent. */
export function outOfMoney(world: World, cycle: number, holder: string): readonly Entry[] {
  const why = "The budget is used up.";
  const commit = world.integration?.head;
  if (!holder.startsWith("judge") || !commit) return [{ kind: "cycle-draining", cycle, why }];
  const judgement = { verdict: "stop" as const, summary: why, evidence: [] };
  return [{ kind: "verdict", cycle, commit, judgement, spent: lostBefore(world.log, holder) }];
}
