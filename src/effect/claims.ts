/** Claims: a unique commit on the tip (or on integration for a first claim) makes the task this instance's own. */

import type { Sha } from "../domain/ids.ts";
import { withLost } from "../domain/parts.ts";
import type { Task } from "../domain/task.ts";
import type { TipFacts, TipState } from "../domain/tip.ts";
import type { World } from "../domain/world.ts";
import type { Outside } from "./outside.ts";
import { noFacts, takeStep } from "./steps.ts";

export interface Claim {
  readonly claim: string;
  readonly commit: Sha;
  readonly facts: TipFacts;
  readonly before: TipState | undefined;
}

/** Undefined when somebody else was first, or when there is nothing to build on yet. */
export async function claimTask(
  outside: Outside,
  world: World,
  task: Task,
  model: string,
): Promise<Claim | undefined> {
  const tip = world.tips.get(task.number);
  const under = tip?.sha ?? world.integration?.head;
  if (!under) return undefined;
  const last = tip ? withLost(world, task.number, tip).facts : noFacts;
  const facts: TipFacts = { ...last, attempt: last.attempt + 1, model };
  const claim = outside.nonce();
  const commit = await takeStep(outside, {
    task: task.number,
    from: tip?.sha,
    tree: await outside.mirror.treeOf(under),
    parents: [under],
    message: {
      subject: `claim #${task.number}: ${task.title}`,
      words: "",
      facts,
      state: { kind: "claimed", claim, instance: outside.instance },
    },
  });
  return commit && { claim, commit, facts, before: tip?.state };
}
