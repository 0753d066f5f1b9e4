/** Every push with the gate before it: only to the swarm's own branches, and nothing new leaves with a secret in it. */

import { parseBranch } from "../codec/branch-name.ts";
import { leakIn } from "./leak.ts";
import type { Secrets } from "./secrets.ts";

export interface Leaving {
  readonly branch: string;
  /** Undefined when the branch is removed. */
  readonly to: string | undefined;
}

/** What a commit and what is new beneath it would bring to the server. */
export interface Cargo {
  /** Messages, authors and committers. */
  readonly words: string;
  /** Paths and the lines that came. */
  readonly changes: string;
}

/** Characters of new lines that are searched in one push; more is refused, since nobody looked at it. */
const mostChanges = 50_000_000;

/**
 * Why a move may not leave, in a sentence without the secret; undefined when it may. What the log says was searched for
 * our own secrets when it was written, and what only looks like one may stand there: the log must go on.
 */
export async function refusalOfMove(
  move: Leaving,
  cargo: () => Promise<Cargo>,
  secrets: Secrets,
): Promise<string | undefined> {
  const branch = parseBranch(move.branch);
  if (!branch) return `${secrets.redacted(move.branch)} is no branch of the swarm, so it was not pushed.`;
  if (move.to === undefined) return undefined;
  const { words, changes } = await cargo();
  if (changes.length > mostChanges)
    return "The change is too large to be searched for secrets, so it was not sent.";
  if (branch.kind !== "log")
    return (
      (await leakIn(words, "a commit's message", secrets)) ??
      (await leakIn(changes, "a changed file", secrets))
    );
  return secrets.isIn(words) || secrets.isIn(changes)
    ? "A secret of this installation is in the log, so it was not sent."
    : undefined;
}
