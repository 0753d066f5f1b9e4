/** Who may try to take over: a claim or the stewardship whose ref has not moved for the lease, on one's own clock. */

import { renewalOf } from "../domain/lease.ts";
import type { World } from "../domain/world.ts";

/** The steward may be dead: nothing came into the log for the lease. */
export const isLogLeft = (world: World): boolean => world.still.log >= world.lease;

/** The host of a claim may be dead: it showed no sign of life for the lease. */
export const isClaimLeft = (world: World, task: number): boolean =>
  (world.still.tasks.get(task) ?? 0) >= world.lease;

/** Nobody works at the task though its branch says so: whoever goes on with it begins anew. */
export function isLeft(world: World, task: number): boolean {
  const tip = world.tips.get(task)?.state;
  if (tip?.kind === "pushed") return true;
  if (tip?.kind !== "claimed" || world.busy.workers.has(task)) return false;
  return tip.instance === world.instance || isClaimLeft(world, task);
}

/** Others cannot see the steward's jobs; while one runs, only the log says that somebody is there. */
export function mustRenew({ busy, still, lease }: World): boolean {
  const waits = busy.preparing || busy.judging || busy.checking || busy.planners.size > 0;
  return waits && still.log >= renewalOf(lease);
}
