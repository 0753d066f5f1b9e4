/** Integration as somebody else left it: asked about once, and taken as it is when a person says so. */

import { lastRunOn } from "../domain/checks.ts";
import type { Sha } from "../domain/ids.ts";
import type { World } from "../domain/world.ts";
import type { Move } from "./mirror.ts";
import { goalBranch, type Outside } from "./outside.ts";
import { remark } from "./remarks.ts";
import { rewriteComment } from "./speech.ts";

export async function showRewrite(outside: Outside, world: World): Promise<void> {
  const about = { kind: "rewritten", name: String(world.log.rewrite.times), issue: outside.goal } as const;
  await remark(outside, world, about, rewriteComment(world.integration?.head));
}

/** A removed branch begins again at green. Green goes back to what is good in the new history: the only time it does. */
export async function acceptRewrite(outside: Outside, world: World): Promise<void> {
  const { mirror, log } = outside;
  const start = world.green ?? world.log.base;
  const head = world.integration?.head ?? start;
  if (!head) return;
  const moves: Move[] = [];
  if (!world.integration)
    moves.push({ branch: goalBranch(outside, "integration"), from: undefined, to: head });
  if (!world.green || !(await mirror.isAncestor(world.green, head))) {
    const to = await goodIn(outside, world, head);
    moves.push({ branch: goalBranch(outside, "green"), from: world.green, to });
  }
  const entry = { kind: "rewrite-over", head, accepted: true } as const;
  await log.appendWith("integration counts as it is", [entry], moves);
}

/** The newest commit on which no held check failed; else the goal's base, or what the history shares with it. */
async function goodIn({ mirror }: Outside, world: World, head: Sha): Promise<Sha> {
  const fresh = await mirror.chain(head, world.log.base);
  const good = fresh.findLast(({ sha }) => lastRunOn(world.log, sha)?.red === false);
  return good?.sha ?? fresh[0]?.parents[0] ?? head;
}
