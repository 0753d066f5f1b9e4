/** When an invariant can be judged. */

import type { Evidence } from "../evidence.ts";
import { studyOf } from "../study/study.ts";

/** From the first branch of the goal on. */
export const begun = (evidence: Evidence): boolean => {
  const prefix = `swarm/${evidence.goal}/`;
  for (const name of evidence.refs.keys()) if (name.startsWith(prefix)) return true;
  return studyOf(evidence).history.head !== undefined;
};

/** Once the log says that the goal is over. */
export const ended = (evidence: Evidence): boolean => studyOf(evidence).closed !== undefined;
