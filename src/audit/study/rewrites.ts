/** Who moved a branch other than forward, where the forge tells. */

import type { Evidence } from "../evidence.ts";

/** Whether a person rewrote or removed integration; undefined where the forge does not tell. */
export const personRewrote = ({ rewrites, goal }: Evidence): boolean | undefined =>
  rewrites?.some((rewrite) => !rewrite.isBot && rewrite.branch === `swarm/${goal}/integration`);
