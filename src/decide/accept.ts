/** A goal is accepted when somebody who may write stands behind its text; a trusted edit is accepted anew. */

import { isApproved, isStopped } from "./control.ts";
import type { Rule } from "./rule.ts";

export const acceptGoal: Rule = (world) => {
  if (isStopped(world) || world.log.refused.has(world.goalHash)) return [];
  const charter = world.log.charter;
  if (charter === undefined) return isApproved(world) ? [{ kind: "accept-goal" }] : [];
  return charter.hash !== world.goalHash && world.goalAuthorTrusted ? [{ kind: "accept-goal" }] : [];
};
