/** Landing: submissions are merged in memory, and integration and task branches move to the merges in one atomic push. */

import { formatMerge, type MergeMessage } from "../codec/trailers.ts";
import type { Sha } from "../domain/ids.ts";
import type { Move } from "./mirror.ts";
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

/** Lands what can be landed on `head`. A conflict counts only against the head that is pushed. */
export async function land(
  outside: Outside,
  head: Sha,
  submissions: readonly Submission[],
): Promise<ReadonlyMap<number, LandOutcome>> {
  const outcomes = new Map<number, LandOutcome>();
  const merged: { submission: Submission; merge: Sha }[] = [];
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
  const moves: Move[] = [
    { branch: goalBranch(outside, "integration"), from: head, to: top },
    ...merged.map(({ submission, merge }) => ({
      branch: taskBranch(outside, submission.task),
      from: submission.commit,
      to: merge,
    })),
  ];
  const pushed = await pushAtomically(outside, moves);
  for (const { submission, merge } of merged) {
    if (pushed.kind === "moved") outcomes.set(submission.task, { kind: "landed", merge });
    else if (pushed.kind === "refused" && merged.length === 1) outcomes.set(submission.task, pushed);
    else outcomes.set(submission.task, { kind: "later" });
  }
  if (pushed.kind !== "refused" || merged.length === 1) return outcomes;
  const half = merged.slice(0, Math.ceil(merged.length / 2)).map(({ submission }) => submission);
  return new Map([...outcomes, ...(await land(outside, head, half))]);
}

type Pushed = { readonly kind: "moved" | "raced" } | { readonly kind: "refused"; readonly words: string };

/** `refused`: the server took none though every ref was still where we expected it. */
async function pushAtomically(outside: Outside, moves: readonly Move[]): Promise<Pushed> {
  const result = await outside.mirror.push(moves, true).catch(() => undefined);
  if (result && result.moved.size === moves.length) return { kind: "moved" };
  const tips = await Promise.all(moves.map((move) => outside.mirror.remoteTip(move.branch)));
  if (moves.every((move, index) => tips[index] === move.to)) return { kind: "moved" };
  const untouched = moves.every((move, index) => tips[index] === move.from);
  return untouched && result ? { kind: "refused", words: result.words } : { kind: "raced" };
}
