/** Intents become issues: the log said first what will be created, then it says which issue is which. */

import { type Planned, runningCycle } from "../domain/log.ts";
import { isVetoed } from "../domain/tree.ts";
import { isPaused, isStopped } from "./control.ts";
import type { Rule } from "./rule.ts";

/** So many at once, so that what is made is soon in the log, and others are heard in between. */
const mostAtOnce = 50;

export const createIssues: Rule = (world) => {
  const cycle = runningCycle(world.log);
  if (!cycle || cycle.draining !== undefined || isPaused(world) || isStopped(world)) return [];
  const planned = [...world.log.planned.values()].filter(
    (p) => p.number === undefined && p.cycle === cycle.number && !isVetoed(world, p.plan),
  );
  return planned.length > 0
    ? [{ kind: "create-issues", planned: inOrderOfNeeds(planned).slice(0, mostAtOnce) }]
    : [];
};

/** Needs first, so that a body can name the numbers of what it needs. */
function inOrderOfNeeds(planned: readonly Planned[]): readonly Planned[] {
  const names = new Map(planned.map((one) => [one.intent.name, one]));
  const ordered = new Set<Planned>();
  const visit = (one: Planned, path: ReadonlySet<Planned>): void => {
    if (ordered.has(one) || path.has(one)) return;
    const needs = one.intent.kind === "task" ? one.intent.needs : [];
    for (const need of needs) {
      const needed = names.get(String(need));
      if (needed) visit(needed, new Set([...path, one]));
    }
    ordered.add(one);
  };
  for (const one of planned) visit(one, new Set());
  return [...ordered];
}
