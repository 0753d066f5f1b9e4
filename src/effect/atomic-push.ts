/** One push that moves several refs or none, and what became of it. */

import type { Mirror, Move } from "./mirror.ts";

export type Pushed =
  | { readonly kind: "moved" | "raced" }
  | { readonly kind: "refused"; readonly words: string };

/** A server that is in trouble refuses what it takes later. */
const isTrouble = /internal server error|error in commit_refs|cannot lock ref/i;

/** `refused`: the server took none though every ref was still where we expected it. */
export async function pushAtomically(mirror: Mirror, moves: readonly Move[]): Promise<Pushed> {
  const result = await mirror.push(moves, true).catch(() => undefined);
  if (result && result.moved.size === moves.length) return { kind: "moved" };
  const tips = await Promise.all(moves.map((move) => mirror.remoteTip(move.branch)));
  if (moves.every((move, index) => tips[index] === move.to)) return { kind: "moved" };
  const untouched = moves.every((move, index) => tips[index] === move.from);
  return untouched && result && !isTrouble.test(result.words)
    ? { kind: "refused", words: result.words }
    : { kind: "raced" };
}
