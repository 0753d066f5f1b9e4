/** Who moved a branch other than forward, where the forge tells. */

import type { Evidence } from "../evidence.ts";

/** Whether a person rewrote or removed one of the goal's own branches; undefined where the forge does not tell. */
export const personRewrote = (
  { rewrites, goal }: Evidence,
  branch: "integration" | "log" = "integration",
): boolean | undefined =>
  rewrites?.some((rewrite) => !rewrite.isBot && rewrite.branch === `swarm/${goal}/${branch}`);
