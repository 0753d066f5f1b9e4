/** What planners asked for enters the log only within the caps, whatever their drafts were told, and however many planned at once. */

import {
  capsOf,
  needsCircle,
  needsLeftOut,
  overCap,
  type PlanCaps,
  planningOf,
  withOne,
} from "../domain/caps.ts";
import type { Entry, RecordedIntent } from "../domain/entry.ts";
import { addLeftOut, leftOutFor } from "../domain/left-out.ts";
import type { World } from "../domain/world.ts";

type Planned = Extract<Entry, { kind: "planned" }>;

/**
 * The same entries, without requests beyond a cap or whose needs can never be met, which are counted. Who could not get
 * what only needs room is done until there is room, so that it is not asked in vain, and is asked then.
 */
export function admitted(
  world: World,
  entries: readonly Entry[],
  caps: PlanCaps = capsOf(world.log.charter),
): readonly Entry[] {
  const before: RecordedIntent[] = [];
  return entries.map((entry) => {
    if (entry.kind !== "planned") return entry;
    const made = admit(world, entry, before, caps);
    before.push(...made.intents);
    return made;
  });
}

/** `before`: what other planners asked for, and the log does not hold yet. */
function admit(world: World, entry: Planned, before: readonly RecordedIntent[], caps: PlanCaps): Planned {
  const alive = withoutDeadNeeds(entry.intents, needsCircle);
  const reasons = [...alive.reasons];
  const own = planningOf(world, entry.plan);
  let waits = false;
  let now = before.reduce((sum, { kind }) => ({ ...withOne(kind, sum), plan: own.plan }), own);
  const within = alive.kept.filter(({ kind }) => {
    const over = overCap(kind, now, caps);
    if (over === undefined) now = withOne(kind, now);
    else reasons.push(over.why);
    waits ||= over?.passes ?? false;
    return over === undefined;
  });
  const { kept, reasons: lost } = withoutDeadNeeds(within, needsLeftOut);
  reasons.push(...lost);
  const leftOut = addLeftOut(entry.leftOut, leftOutFor(reasons, waits));
  const done = entry.done || leftOut?.waits === true;
  return { ...entry, intents: kept, done, ...(leftOut ? { leftOut } : {}) };
}

/** Names among needs are of the same wake: what leads to none of its requests, or back to itself, is never met. */
function withoutDeadNeeds(intents: readonly RecordedIntent[], reason: string) {
  const met = new Set<string | number>();
  const isMet = (intent: RecordedIntent) =>
    intent.kind === "plan" || intent.needs.every((need) => typeof need === "number" || met.has(need));
  for (let size = -1; size < met.size; ) {
    size = met.size;
    for (const intent of intents) if (isMet(intent)) met.add(intent.name);
  }
  const kept = intents.filter((intent) => met.has(intent.name));
  return { kept, reasons: intents.slice(kept.length).map(() => reason) };
}
