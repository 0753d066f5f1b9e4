/** Whether what somebody pushed to a task branch can be worked on and landed at all. */

import { parseReverted, parseTrailers } from "../codec/trailers.ts";
import type { Sha } from "../domain/ids.ts";
import { boundlessTree } from "../domain/weight.ts";
import type { World } from "../domain/world.ts";
import type { Commit } from "./mirror.ts";
import type { Outside } from "./outside.ts";

const speaking = ["Swarm-Task", "Swarm-Revert"];

/**
 * In one sentence why a commit of a task branch can be neither checked out nor landed, whatever is put on top of it;
 * undefined when it can. Landed, a commit that claims to be a landing itself would speak for another task. The default
 * branch may hold landings of other goals, and a person may have merged it.
 */
export async function unfitness(
  { mirror, defaultBranch }: Pick<Outside, "mirror" | "defaultBranch">,
  { log }: Pick<World, "log">,
  head: Sha,
  commit: Sha,
): Promise<string | undefined> {
  if (!(await mirror.isBounded(commit))) return boundlessTree;
  const claims = (await mirror.history(commit, head, speaking)).filter((one) => !isOwnLanding(one, log));
  if (claims.length === 0) return undefined;
  const incoming = await mirror.history(await mirror.head(defaultBranch), head, speaking);
  const known = new Set(incoming.map(({ sha }) => sha));
  const isOther = (one: Commit) =>
    known.has(one.sha) && spokenOf(one).every((task) => !log.parents.has(task));
  const forged = claims.find((one) => !isOther(one));
  return (
    forged &&
    `The commit ${forged.sha} says of itself that it is a landing or takes one back, which only those of the integration branch may say.`
  );
}

/** The tasks of which a commit says that it lands them or takes their landing back. */
function spokenOf({ message }: Commit): readonly number[] {
  const task = Number(parseTrailers(message).get("Swarm-Task"));
  return [...(task > 0 ? [task] : []), ...parseReverted(message)];
}

/** Also true of what speaks of no task. */
const isOwnLanding = (commit: Commit, { landings }: World["log"]): boolean =>
  parseReverted(commit.message).length === 0 &&
  spokenOf(commit).every((task) => landings.get(task)?.merge === commit.sha);
