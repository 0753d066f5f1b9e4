/** Git's objects in memory: trees as maps of files, commits by the hash of what they say. */

import { hash } from "node:crypto";
import { type Sha, sha } from "../../src/domain/ids.ts";
import type { Commit, MergeOutcome } from "../../src/effect/mirror.ts";

export type Files = ReadonlyMap<string, string>;

interface Stored extends Commit {
  readonly tree: string;
}

export class Objects {
  readonly #trees = new Map<string, Files>();
  readonly #commits = new Map<string, Stored>();
  readonly #ancestors = new Map<string, ReadonlySet<string>>();

  tree(files: Files): string {
    const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
    const id = hash("sha1", `tree ${JSON.stringify(sorted)}`);
    if (!this.#trees.has(id)) this.#trees.set(id, new Map(sorted));
    return id;
  }

  commit(tree: string, parents: readonly string[], message: string, at: number): Sha {
    const seconds = Math.floor(at / 1000) * 1000;
    const id = sha(hash("sha1", `commit ${tree}\n${parents.join(" ")}\n${seconds}\n${message}`));
    if (!this.#commits.has(id))
      this.#commits.set(id, { sha: id, tree, parents: parents.map(sha), message, at: seconds });
    return id;
  }

  read(id: string): Stored {
    const commit = this.#commits.get(id);
    if (!commit) throw new Error(`There is no commit ${id}.`);
    return commit;
  }

  has(id: string): boolean {
    return this.#commits.has(id);
  }

  /** The files of a commit or a tree. */
  files(id: string): Files {
    const files = this.#trees.get(this.#commits.get(id)?.tree ?? id);
    if (!files) throw new Error(`There is no tree ${id}.`);
    return files;
  }

  /** The commit and everything it stands on. */
  ancestors(id: string): ReadonlySet<string> {
    const known = this.#ancestors.get(id);
    if (known) return known;
    const found = new Set<string>([id]);
    for (const parent of this.read(id).parents) for (const one of this.ancestors(parent)) found.add(one);
    this.#ancestors.set(id, found);
    return found;
  }

  /** Commits of `head` that are not in `base`, parents before children. */
  range(head: string, base: string | undefined): readonly Stored[] {
    const without = base === undefined ? new Set<string>() : this.ancestors(base);
    const found: Stored[] = [];
    const seen = new Set<string>();
    const visit = (id: string): void => {
      if (seen.has(id) || without.has(id)) return;
      seen.add(id);
      const commit = this.read(id);
      for (const parent of commit.parents) visit(parent);
      found.push(commit);
    };
    visit(head);
    return found;
  }

  /** First parents only, oldest first. */
  chain(tip: string, since?: string): readonly Stored[] {
    const without = since === undefined ? new Set<string>() : this.ancestors(since);
    const found: Stored[] = [];
    for (let at: string | undefined = tip; at !== undefined && !without.has(at); ) {
      const commit: Stored = this.read(at);
      found.push(commit);
      at = commit.parents[0];
    }
    return found.reverse();
  }

  changed(from: string, to: string): readonly string[] {
    const before = this.files(from);
    const after = this.files(to);
    return [...new Set([...before.keys(), ...after.keys()])].filter((p) => before.get(p) !== after.get(p));
  }

  /** A newest common ancestor. */
  base(a: string, b: string): string | undefined {
    const of = this.ancestors(b);
    const common = [...this.ancestors(a)].filter((id) => of.has(id));
    return common.find((id) => common.every((other) => this.ancestors(id).has(other))) ?? common[0];
  }

  /** A file that both sides changed differently is a conflict; there is no merging within files. */
  merge(ours: string, theirs: string): MergeOutcome {
    const base = this.base(ours, theirs);
    const origin: Files = base === undefined ? new Map() : this.files(base);
    const left = this.files(ours);
    const right = this.files(theirs);
    const merged = new Map<string, string>();
    const conflicts: string[] = [];
    for (const path of new Set([...left.keys(), ...right.keys()])) {
      const [was, mine, other] = [origin.get(path), left.get(path), right.get(path)];
      const isConflict = mine !== other && mine !== was && other !== was;
      if (isConflict) conflicts.push(path);
      const text = isConflict ? marked(mine, other) : mine === was ? other : mine;
      if (text !== undefined) merged.set(path, text);
    }
    const tree = this.tree(merged);
    return conflicts.length > 0 ? { kind: "conflict", tree, files: conflicts } : { kind: "clean", tree };
  }
}

const marked = (ours: string | undefined, theirs: string | undefined): string =>
  `<<<<<<< ours\n${ours ?? ""}=======\n${theirs ?? ""}>>>>>>> theirs\n`;
