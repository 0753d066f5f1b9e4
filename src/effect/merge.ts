/** Merges two commits in memory, without a work tree. */

import type { Mirror } from "./mirror.ts";

export type MergeOutcome =
  | { readonly kind: "clean"; readonly tree: string }
  /** `tree` holds the files with conflict markers. */
  | { readonly kind: "conflict"; readonly tree: string; readonly files: readonly string[] };

export async function mergeTrees(mirror: Mirror, ours: string, theirs: string): Promise<MergeOutcome> {
  const args = ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs];
  const result = await mirror.try(args);
  const [tree = "", ...files] = result.stdout.split("\0").filter(Boolean);
  if (result.code === 0) return { kind: "clean", tree };
  if (result.code === 1 && tree !== "") return { kind: "conflict", tree, files: [...new Set(files)] };
  throw new Error(`git merge-tree failed (${result.code}): ${result.stderr.trim()}`);
}
