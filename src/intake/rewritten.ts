/** Sees that somebody else rewrote or removed integration: what it must hold is not in its history any more. */

import type { Sha } from "../domain/ids.ts";
import type { LogView } from "../domain/log.ts";
import type { Mirror } from "../effect/mirror.ts";

/** `known` are commits that are in the head's history; of the others git is asked, which are few. */
export async function isRewritten(
  mirror: Pick<Mirror, "isAncestor">,
  log: LogView,
  head: Sha | undefined,
  green: Sha | undefined,
  known: ReadonlySet<Sha>,
): Promise<boolean> {
  if (log.cycles.length === 0 || log.closed) return false;
  if (!head) return true;
  const asked = [...log.rewrite.anchors, ...(green ? [green] : [])];
  const unknown = asked.filter((commit) => commit !== head && !known.has(commit));
  const held = await Promise.all(unknown.map((commit) => mirror.isAncestor(commit, head)));
  return held.includes(false);
}
