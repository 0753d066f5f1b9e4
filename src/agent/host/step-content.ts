/** What a step on a task's branch holds: the workspace as it is, or the branch's last tree when that may not leave. */

import type { Sha } from "../../domain/ids.ts";
import type { TipState } from "../../domain/tip.ts";
import { Unfit } from "../../effect/checkout.ts";
import type { Mirror } from "../../effect/mirror.ts";

export interface Working {
  readonly mirror: Pick<Mirror, "treeOf" | "keptIn" | "isAncestor">;
  /** The tree of the workspace as it is now. Rejects with Unfit. */
  readonly snapshot: () => Promise<string>;
  /** Integration's head, which was merged into the workspace; undefined when nothing was. */
  readonly head: Sha | undefined;
  /** The workspace began with conflict markers in it. */
  readonly hasConflicts: boolean;
}

export interface StepContent {
  readonly tree: string;
  readonly parents: readonly Sha[];
}

/**
 * Whoever goes on from a tree that holds integration's changes must find them in its history, or they meet themselves
 * as conflicts: so the head is a parent, but where conflicts with it may be open. Rejects with Unfit for a submission.
 */
export async function stepContent(working: Working, state: TipState["kind"], tip: Sha): Promise<StepContent> {
  const { mirror, head, hasConflicts } = working;
  const tree = await treeToLeave(working, state, tip);
  if (tree === undefined) return { tree: await mirror.treeOf(tip), parents: [tip] };
  const joins = head && (state === "submitted" || !hasConflicts) && !(await mirror.isAncestor(head, tip));
  return { tree, parents: joins ? [tip, head] : [tip] };
}

/**
 * A claim is renewed and a question asked whatever the workspace holds: too much, or a secret, stays there until the
 * worker submits and is told of it.
 */
async function treeToLeave(
  { mirror, snapshot, hasConflicts }: Working,
  state: TipState["kind"],
  tip: Sha,
): Promise<string | undefined> {
  if (state === "ended" || (state === "claimed" && hasConflicts)) return undefined;
  if (state === "submitted") return snapshot();
  const tree = await snapshot().catch((error: unknown) => {
    if (error instanceof Unfit) return undefined;
    throw error;
  });
  return tree === undefined || (await mirror.keptIn?.(tip, tree)) !== undefined ? undefined : tree;
}
