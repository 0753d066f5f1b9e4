/** The tree of a step on a task's branch: the workspace as it is, or the last one on the branch when that may not leave. */

import type { Sha } from "../../domain/ids.ts";
import type { TipState } from "../../domain/tip.ts";
import { Unfit } from "../../effect/checkout.ts";
import type { Mirror } from "../../effect/mirror.ts";

export interface Working {
  readonly mirror: Pick<Mirror, "treeOf" | "keptIn">;
  /** The tree of the workspace as it is now. Rejects with Unfit. */
  readonly snapshot: () => Promise<string>;
  /** The workspace began with conflict markers in it. */
  readonly hasConflicts: boolean;
}

/**
 * A claim is renewed and a question asked whatever the workspace holds: too much, or a secret, stays there until the
 * worker submits and is told of it. Rejects with Unfit for a submission.
 */
export async function stepTree(
  { mirror, snapshot, hasConflicts }: Working,
  state: TipState["kind"],
  tip: Sha,
): Promise<string> {
  if (state === "ended" || (state === "claimed" && hasConflicts)) return mirror.treeOf(tip);
  if (state === "submitted") return snapshot();
  const tree = await snapshot().catch((error: unknown) => {
    if (error instanceof Unfit) return undefined;
    throw error;
  });
  const mayLeave = tree !== undefined && (await mirror.keptIn?.(tip, tree)) === undefined;
  return mayLeave ? tree : mirror.treeOf(tip);
}
