/** Whether what somebody pushed to a task branch can be worked on and landed at all. */

import { parseReverted, parseTrailers } from "../codec/trailers.ts";
import type { Sha } from "../domain/ids.ts";
import { boundlessTree } from "../domain/weight.ts";
import type { World } from "../domain/world.ts";
import type { Mirror } from "./mirror.ts";

/**
 * In one sentence why a commit of a task branch can be neither checked out nor landed, whatever is put on top of it;
 * undefined when it can. Landed, a commit that claims to be a landing itself would speak for another task.
 */
export async function unfitness(
  mirror: Mirror,
  world: Pick<World, "log">,
  head: Sha,
  commit: Sha,
): Promise<string | undefined> {
  if (!(await mirror.isBounded(commit))) return boundlessTree;
  const speaking = await mirror.history(commit, head, ["Swarm-Task", "Swarm-Revert"]);
  const forged = speaking.find(({ sha, message }) => {
    const task = Number(parseTrailers(message).get("Swarm-Task"));
    return parseReverted(message).length > 0 || (task > 0 && world.log.landings.get(task)?.merge !== sha);
  });
  return (
    forged &&
    `The commit ${forged.sha} says of itself that it is a landing or takes one back, which only those of the integration branch may say.`
  );
}
