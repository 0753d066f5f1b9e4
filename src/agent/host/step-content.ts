/** What a step on a task's branch holds: the workspace as it is, or the branch's last tree when that may not leave. */

import type { Sha } from "../../domain/ids.ts";
import type { TipState } from "../../domain/tip.ts";
import { Unfit } from "../../effect/checkout.ts";
import type { Mirror } from "../../effect/mirror.ts";
import { openConflict } from "./submission.ts";

export interface Working {
  readonly mirror: Pick<Mirror, "treeOf" | "keptIn" | "isAncestor" | "readFile">;
  /** The tree of the workspace as it is now. Rejects with Unfit. */
  readonly snapshot: () => Promise<string>;
  /** Integration's head, which was merged into the workspace; undefined when nothing was. */
  readonly head: Sha | undefined;
  /** The files that conflicted when the workspace was opened. */
  readonly conflicts: readonly string[];
}

export interface StepContent {
  readonly tree: string;
  readonly parents: readonly Sha[];
}

/**
 * Whoever goes on from a tree that holds integration's changes must find them in its history, or they meet themselves
 * as conflicts: so the head is a parent. Rejects with Unfit for a submission.
 */
export async function stepContent(working: Working, state: TipState["kind"], tip: Sha): Promise<StepContent> {
  const { mirror, head } = working;
  const tree = await treeToLeave(working, state, tip);
  if (tree === undefined) return { tree: await mirror.treeOf(tip), parents: [tip] };
  return { tree, parents: head && !(await mirror.isAncestor(head, tip)) ? [tip, head] : [tip] };
}

/**
 * A claim is renewed and a question asked whatever the workspace holds: too much, a secret, or conflicts that are open
 * stay there until the worker submits and is told of them.
 */
async function treeToLeave(
  { mirror, snapshot, head, conflicts }: Working,
  state: TipState["kind"],
  tip: Sha,
): Promise<string | undefined> {
  if (state === "ended" || (state === "claimed" && conflicts.length > 0)) return undefined;
  if (state === "submitted") return snapshot();
  const tree = await snapshot().catch((error: unknown) => {
    if (error instanceof Unfit) return undefined;
    throw error;
  });
  if (tree === undefined || (await openConflict(mirror, tree, conflicts)) !== undefined) return undefined;
  // What integration brought has left before.
  return (await mirror.keptIn?.(head ?? tip, tree)) === undefined ? tree : undefined;
}
