/** Landing: submissions are merged in memory; integration, the task branches and the log move in one atomic push. */

import { parseHandOff } from "../codec/hand-off.ts";
import { formatMerge, type MergeMessage } from "../codec/trailers.ts";
import type { Entry } from "../domain/entry.ts";
import { issueNumber, type Sha } from "../domain/ids.ts";
import type { TipFacts } from "../domain/tip.ts";
import type { Pushed } from "./atomic-push.ts";
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

/** Lands what can be landed on `head`: integration, each task's branch, and the log that says so move at once. */
export async function land(
  outside: Outside,
  head: Sha,
  submissions: readonly Submission[],
): Promise<ReadonlyMap<number, LandOutcome>> {
  const { merged, outcomes: unmerged } = await mergeAll(outside, head, submissions);
  const outcomes = new Map<number, LandOutcome>(unmerged);
  const top = merged.at(-1)?.merge;
  if (!top) return outcomes;
  const landings = merged.map(({ submission: { task, commit, message }, merge }) => ({
    ...{ task, submission: commit, merge, facts: message.facts, words: message.words },
  }));
  const pushed = await pushLandings(outside, head, top, landings);
  for (const { submission, merge } of merged) {
    if (pushed.kind === "moved") outcomes.set(submission.task, { kind: "landed", merge });
    else if (pushed.kind === "refused" && merged.length === 1) outcomes.set(submission.task, pushed);
    else outcomes.set(submission.task, { kind: "later" });
  }
  if (pushed.kind !== "refused" || merged.length === 1) return outcomes;
  const half = merged.slice(0, Math.ceil(merged.length / 2)).map(({ submission }) => submission);
  return new Map([...outcomes, ...(await land(outside, head, half))]);
}

export interface Landing {
  readonly task: number;
  readonly submission: Sha;
  readonly merge: Sha;
  /** Of the submission. */
  readonly facts: TipFacts;
  /** The hand-off, as it was submitted. */
  readonly words: string;
}

/** One push for all of it. Because the log moves too, only the steward that read all of the log can land. */
export function pushLandings(
  outside: Outside,
  head: Sha,
  to: Sha,
  landings: readonly Landing[],
): Promise<Pushed> {
  const subject = `landed ${landings.map(({ task }) => `#${task}`).join(", ")}`;
  return outside.log.appendWith(subject, landings.map(toEntry), [
    { branch: goalBranch(outside, "integration"), from: head, to },
    ...landings.map(({ task, submission, merge }) => ({
      branch: taskBranch(outside, task),
      from: submission,
      to: merge,
    })),
  ]);
}

function toEntry({ task, submission, merge, facts, words }: Landing): Entry {
  const { attempt, conflicts, spent } = facts;
  const own = { task: issueNumber(task), merge, submission, attempt, conflicts, spent };
  return { kind: "landed", ...own, handOff: parseHandOff(words) };
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
