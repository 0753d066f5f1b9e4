/** Intents become issues: the log said first what will be created, then it says which issue is which. */

import { runningCycle } from "../domain/log.ts";
import { isVetoed } from "../domain/tree.ts";
import { isPaused, isStopped } from "./control.ts";
import type { Rule } from "./rule.ts";

export const createIssues: Rule = (world) => {
  const cycle = runningCycle(world.log);
  if (!cycle || cycle.draining !== undefined || isPaused(world) || isStopped(world)) return [];
  const planned = [...world.log.planned.values()].filter(
    (p) => p.number === undefined && p.cycle === cycle.number && !isVetoed(world, p.plan),
  );
  return planned.length > 0 ? [{ kind: "create-issues", planned }] : [];
};
