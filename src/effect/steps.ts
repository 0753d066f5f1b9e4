/** Steps on task branches: each a unique commit on the last tip, pushed with that tip as the expected value. */

import { formatStep, type StepMessage } from "../codec/trailers.ts";
import type { Sha } from "../domain/ids.ts";
import { nothingSpent } from "../domain/money.ts";
import type { Tip, TipFacts } from "../domain/tip.ts";
import type { EndReason } from "../domain/words.ts";
import type { Move } from "./mirror.ts";
import { type Outside, taskBranch } from "./outside.ts";
import { endingWords } from "./speech.ts";

export const noFacts: TipFacts = { attempt: 0, conflicts: 0, spent: nothingSpent, model: "" };

export interface Step {
  readonly task: number;
  /** The tip the step stands on; undefined if there is no branch yet. */
  readonly from: Sha | undefined;
  readonly tree: string;
  readonly parents: readonly Sha[];
  readonly message: Omit<StepMessage, "nonce">;
}

/** The move that takes a step, with its commit made but nothing pushed. */
export async function moveOf(outside: Outside, step: Step): Promise<Move & { readonly to: Sha }> {
  const message = formatStep({ ...step.message, nonce: outside.nonce() });
  const to = await outside.mirror.commit(step.tree, step.parents, message);
  return { branch: taskBranch(outside, step.task), from: step.from, to };
}

/** Pushes one step. Answers its commit, or undefined when the branch had moved. */
export async function takeStep(outside: Outside, step: Step): Promise<Sha | undefined> {
  const move = await moveOf(outside, step);
  return (await outside.outbox.move(move)) ? move.to : undefined;
}

/** Puts a tombstone on a task, whether it has a branch or not; its work stays reachable beneath it. */
export async function endTask(
  outside: Outside,
  task: { number: number; title: string; reason: EndReason; words?: string | undefined },
  tip: Tip | undefined,
  base: Sha,
): Promise<boolean> {
  const under = tip?.sha ?? base;
  const words = task.words ?? endingWords(task.reason);
  const step = await takeStep(outside, {
    task: task.number,
    from: tip?.sha,
    tree: await outside.mirror.treeOf(under),
    parents: [under],
    message: {
      subject: `end #${task.number}: ${task.title}`,
      words,
      facts: tip?.facts ?? noFacts,
      state: { kind: "ended", reason: task.reason, words },
    },
  });
  return step !== undefined;
}
