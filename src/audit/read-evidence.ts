/** Reads everything an audit judges by, from GitHub and git alone. */

import type { Evidence } from "./evidence.ts";
import { readBranches } from "./read-commits.ts";
import { acceptedBy, readPages } from "./read-issues.ts";
import { type Source, Unreadable } from "./source.ts";

/**
 * Issues first: what they show was in the branches before, so that a goal at work is never caught between the two.
 * `lease`: milliseconds, as the processes have it. Throws Unreadable.
 */
export async function readEvidence(source: Source, goal: number, lease: number): Promise<Evidence> {
  const now = Date.now();
  const reading = await acceptedBy(source);
  const pages = await readPages(reading, goal);
  const branches = await readBranches(reading, goal);
  const prefix = `swarm/${goal}/`;
  const isGoal = pages.issues.get(goal)?.labels.includes("swarm:goal");
  if (!isGoal && ![...branches.refs.keys()].some((name) => name.startsWith(prefix)))
    throw new Unreadable(
      `#${goal} of ${source.owner}/${source.repo} is no goal: it has neither the label swarm:goal nor branches ${prefix}….`,
    );
  return { goal, now, lease, ...pages, ...branches };
}
