/** Landing: submissions are merged in memory, and integration and task branches move to the merges in one atomic push. */

import { formatMerge, type MergeMessage } from "../codec/trailers.ts";
import type { Sha } from "../domain/ids.ts";
import { pushAtomically } from "./atomic-push.ts";
import { goalBranch, type Outside, taskBranch } from "./outside.ts";

export interface Submission {
  readonly task: number;
  readonly commit: Sha;
  readonly message: MergeMessage;
}

export type LandOutcome =
  | { readonly kind: "landed"; readonly merge: Sha }
  | { readonly kind: "conflict"; readonly files: readonly string[] }
  | { readonly kind: "refused"; readonly words: string }
  /** Something moved meanwhile: to be decided anew. */
  | { readonly kind: "later" };

export interface Merged {
  readonly submission: Submission;
  readonly merge: Sha;
}

/** Lands what can be landed on `head`: integration and each task's branch move at once. */
export async function land(
  outside: Outside,
  head: Sha,
  submissions: readonly Submission[],
): Promise<ReadonlyMap<number, LandOutcome>> {
  const { merged, outcomes: unmerged } = await mergeAll(outside, head, submissions);
  const outcomes = new Map<number, LandOutcome>(unmerged);
  const top = merged.at(-1)?.merge;
  if (!top) return outcomes;
  const pushed = await pushAtomically(outside, [
    { branch: goalBranch(outside, "integration"), from: head, to: top },
    ...merged.map(({ submission, merge }) => ({
      branch: taskBranch(outside, submission.task),
      from: submission.commit,
      to: merge,
    })),
  ]);
  for (const { submission, merge } of merged) {
    if (pushed.kind === "moved") outcomes.set(submission.task, { kind: "landed", merge });
    else if (pushed.kind === "refused" && merged.length === 1) outcomes.set(submission.task, pushed);
    else outcomes.set(submission.task, { kind: "later" });
  }
  if (pushed.kind !== "refused" || merged.length === 1) return outcomes;
  const half = merged.slice(0, Math.ceil(merged.length / 2)).map(({ submission }) => submission);
  return new Map([...outcomes, ...(await land(outside, head, half))]);
}

/** Merges what can be merged, one on the other, without a push. A conflict counts only against the head. */
export async function mergeAll(
  outside: Outside,
  head: Sha,
  submissions: readonly Submission[],
): Promise<{ readonly merged: readonly Merged[]; readonly outcomes: ReadonlyMap<number, LandOutcome> }> {
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
  return { merged, outcomes };
}
