/** A goal is accepted when somebody who may write stands behind its text; a trusted or approved edit is accepted anew. */

import { isApproved, isStopped } from "./control.ts";
import type { Rule } from "./rule.ts";

export const acceptGoal: Rule = (world) => {
  if (isStopped(world) || world.log.refused.has(world.goalHash)) return [];
  const isNew = world.log.charter?.hash !== world.goalHash;
  return isNew && isApproved(world) ? [{ kind: "accept-goal" }] : [];
};
