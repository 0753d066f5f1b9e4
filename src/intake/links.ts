/** Reads first-parent chains: what came onto integration after green, and what a candidate holds. */

import { parseRevertCause, parseTrailers } from "../codec/trailers.ts";
import type { Sha } from "../domain/ids.ts";
import type { Link, World } from "../domain/world.ts";
import type { Commit, Mirror } from "../effect/mirror.ts";

export async function candidateOf(
  mirror: Mirror,
  tip: Sha | undefined,
  head: Sha | undefined,
): Promise<World["candidate"]> {
  return tip && head ? { tip, links: await linksTo(mirror, tip, head) } : undefined;
}

/** The first-parent chain after a commit, oldest first. */
export async function linksTo(mirror: Mirror, tip: Sha, since: Sha | undefined): Promise<readonly Link[]> {
  return since && tip !== since ? (await mirror.chain(tip, since)).map(toLink) : [];
}

/** Undefined when the judged commit is not in the head's history any more. */
export async function linksSinceVerdict(
  mirror: Mirror,
  head: Sha,
  judged: Sha | undefined,
): Promise<World["sinceVerdict"]> {
  if (!judged || judged === head) return [];
  return (await mirror.isAncestor(judged, head)) ? linksTo(mirror, head, judged) : undefined;
}

function toLink({ sha, parents: [parent, submission], message }: Commit): Link {
  const task = Number(parseTrailers(message).get("Swarm-Task"));
  return {
    commit: sha,
    parent,
    landing: task && submission ? { task, submission } : undefined,
    reverts: parseRevertCause(message),
  };
}
