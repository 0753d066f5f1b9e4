/** The port to git: a copy of the forge's repository that only we write, where commits are made, merged and pushed from. */

import type { Sha } from "../domain/ids.ts";
import type { Weight } from "../domain/weight.ts";

export interface Ref {
  readonly name: string;
  readonly sha: Sha;
  readonly message: string;
  /** Committer time in milliseconds since 1970. */
  readonly at: number;
}

export interface Commit extends Omit<Ref, "name"> {
  readonly parents: readonly Sha[];
}

/** One ref move with the value the server must still hold; undefined is "must not exist" before, "removed" after. */
export interface Move {
  readonly branch: string;
  readonly from: Sha | undefined;
  readonly to: Sha | undefined;
}

export interface Pushing {
  /** The branches that moved, as the server said. */
  readonly moved: ReadonlySet<string>;
  /** Of these it is not known: they have to be read. */
  readonly doubtful: ReadonlySet<string>;
  readonly words: string;
}

export interface LineCount {
  readonly added: number;
  readonly removed: number;
}

export interface FileChange {
  readonly path: string;
  readonly how: "added" | "removed" | "changed";
}

export type MergeOutcome =
  | { readonly kind: "clean"; readonly tree: string }
  /** `tree` holds the files with conflict markers. */
  | { readonly kind: "conflict"; readonly tree: string; readonly files: readonly string[] };

/** Branches are named without `refs/heads/`. A failure rejects with git's own words. */
export interface Mirror {
  /** Brings the branches under a prefix (and named ones) up to date; branches that are gone there are gone here. */
  fetch(branches: readonly string[]): Promise<void>;
  /** The fetched branches beneath a prefix, with their tips' messages. */
  refs(prefix: string): Promise<readonly Ref[]>;
  /** The fetched head of a branch. */
  head(branch: string): Promise<Sha>;
  /** Where a branch of the forge is now; undefined if it does not exist. */
  remoteTip(branch: string): Promise<Sha | undefined>;
  /** The first-parent commits up to a tip, after another one of them if given; oldest first. */
  chain(tip: string, since?: string): Promise<readonly Commit[]>;
  /** The commits in a head's history, but not in its base's, that carry one of these trailers; oldest first. */
  history(head: string, base: string | undefined, trailers: readonly string[]): Promise<readonly Commit[]>;
  read(commit: string): Promise<Commit | undefined>;
  treeOf(commit: string): Promise<string>;
  isAncestor(older: string, newer: string): Promise<boolean>;
  /** The text of a file in a commit or tree; undefined if it is not there. */
  readFile(commit: string, path: string): Promise<string | undefined>;
  /** Paths of all files of a commit. */
  files(commit: string): Promise<readonly string[]>;
  /** What differs between two commits or trees. */
  changes(from: string, to: string): Promise<readonly FileChange[]>;
  /** Paths that a commit changes since it left another's history; without common history, all that differ. */
  pathsSince(head: string, commit: string): Promise<readonly string[]>;
  /** How many lines a bounded commit adds to each such path and removes from it. */
  linesSince(head: string, commit: string): Promise<ReadonlyMap<string, LineCount>>;
  /**
   * Whether a tree or commit can be listed and checked out to its end: to be asked of whatever others pushed, before
   * anything else is done with its files.
   */
  isBounded(tree: string): Promise<boolean>;
  /** How much a bounded tree or commit differs from another. */
  weigh(from: string, to: string): Promise<Weight>;
  /** The tree of a commit (or an empty one) with some files added or replaced. */
  treeWith(
    commit: string | undefined,
    files: readonly { readonly path: string; readonly text: string }[],
  ): Promise<string>;
  /** Why what a tree adds to a commit may not leave, as far as somebody looks. */
  keptIn?(commit: string, tree: string): Promise<string | undefined>;
  commit(tree: string, parents: readonly string[], message: string): Promise<Sha>;
  /** Merges two commits in memory, without a work tree. */
  mergeTrees(ours: string, theirs: string): Promise<MergeOutcome>;
  /**
   * Pushes moves, each with its expected old value; with `atomic` all or none.
   * Rejects when nothing is known of the outcome: then the refs have to be read.
   */
  push(moves: readonly Move[], atomic: boolean): Promise<Pushing>;
}
