/** What the goal's commands need is installed before its first cycle, and anew when its text asks for something else. */

import { isPaused, isStopped } from "./control.ts";
import type { Rule } from "./rule.ts";

export const prepareGoal: Rule = (world) => {
  const { charter, prepared } = world.log;
  if (!charter || prepared || world.busy.preparing || isPaused(world) || isStopped(world)) return [];
  return [{ kind: "prepare" }];
};
