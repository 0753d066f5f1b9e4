/** Landing: submissions are merged in memory, and integration and task branches move to the merges in one atomic push. */

import { formatMerge, type MergeMessage } from "../codec/trailers.ts";
import type { Sha } from "../domain/ids.ts";
import { pushAtomically } from "./atomic-push.ts";
import type { Move } from "./mirror.ts";
import { goalBranch, type Outside, taskBranch } from "./outside.ts";

export interface Submission {
  readonly task: number;
  readonly commit: Sha;
  readonly message: MergeMessage;
}

export type LandOutcome =
  /** Placed: on integration, or in the candidate. */
  | { readonly kind: "landed"; readonly merge: Sha }
  | { readonly kind: "conflict"; readonly files: readonly string[] }
  | { readonly kind: "refused"; readonly words: string }
  /** Something moved meanwhile: to be decided anew. */
  | { readonly kind: "later" };

interface Merged {
  readonly submission: Submission;
  readonly merge: Sha;
}

/** The refs that move to the merges, of which the last one is on top. */
export type Placing = (merged: readonly Merged[], top: Sha) => readonly Move[];

/** Integration, and each task's branch, at once. */
export const onIntegration =
  (outside: Outside, head: Sha): Placing =>
  (merged, top) => [
    { branch: goalBranch(outside, "integration"), from: head, to: top },
    ...merged.map(({ submission, merge }) => ({
      branch: taskBranch(outside, submission.task),
      from: submission.commit,
      to: merge,
    })),
  ];

/** Aside, to be tested first. */
export const asCandidate =
  (outside: Outside, from: Sha | undefined): Placing =>
  (_, top) => [{ branch: goalBranch(outside, "candidate"), from, to: top }];

/** Merges what can be merged on `head`, and places it. A conflict counts only against the head that is pushed. */
export async function land(
  outside: Outside,
  head: Sha,
  submissions: readonly Submission[],
  place: Placing = onIntegration(outside, head),
): Promise<ReadonlyMap<number, LandOutcome>> {
  const outcomes = new Map<number, LandOutcome>();
  const merged: Merged[] = [];
  let top = head;
  for (const submission of submissions) {
    const merge = await outside.mirror.mergeTrees(top, submission.commit);
    if (merge.kind === "clean") {
      top = await outside.mirror.commit(
        merge.tree,
        [top, submission.commit],
        formatMerge(submission.message),
      );
      merged.push({ submission, merge: top });
      continue;
    }
    const alone = top === head ? merge : await outside.mirror.mergeTrees(head, submission.commit);
    outcomes.set(
      submission.task,
      alone.kind === "conflict" ? { kind: "conflict", files: alone.files } : { kind: "later" },
    );
  }
  if (merged.length === 0) return outcomes;
  const pushed = await pushAtomically(outside, place(merged, top));
  for (const { submission, merge } of merged) {
    if (pushed.kind === "moved") outcomes.set(submission.task, { kind: "landed", merge });
    else if (pushed.kind === "refused" && merged.length === 1) outcomes.set(submission.task, pushed);
    else outcomes.set(submission.task, { kind: "later" });
  }
  if (pushed.kind !== "refused" || merged.length === 1) return outcomes;
  const half = merged.slice(0, Math.ceil(merged.length / 2)).map(({ submission }) => submission);
  return new Map([...outcomes, ...(await land(outside, head, half, place))]);
}
