/** The user's own repository, as it stands at its head: read, never touched. */

import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { tryGit } from "../effect/git.ts";
import { Refusal } from "./refusal.ts";

export interface Source {
  readonly from: string;
  /** The commit that is published. */
  readonly ref: string;
  /** Paths with uncommitted changes, which are not used. */
  readonly uncommitted: readonly string[];
}

/** Refuses with one sentence what is no git repository or has no commits. `goalFile` may well be uncommitted. */
export async function openSource(folder: string, goalFile?: string): Promise<Source> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new Refusal(`There is no folder ${folder}: name one that exists.`);
  const ask = (args: readonly string[]) => tryGit(folder, args, { discover: true });
  const top = await ask(["rev-parse", "--absolute-git-dir"]);
  if (top.code !== 0)
    throw new Refusal(
      `${folder} is not a git repository: run git init and commit there first, or name another with --repo.`,
    );
  const head = await ask(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (head.code !== 0) throw new Refusal(`${folder} has no commits yet: commit something first.`);
  const shallow = await ask(["rev-parse", "--is-shallow-repository"]);
  if (shallow.stdout.trim() === "true")
    throw new Refusal(
      `${folder} is a shallow clone, and work can only build on a whole history: run git fetch --unshallow there first.`,
    );
  const status = await ask(["status", "--porcelain", "-z", "--no-renames", "--untracked-files=normal"]);
  const root = (await ask(["rev-parse", "--show-toplevel"])).stdout.trim();
  const uncommitted = pathsIn(status.stdout).filter((path) => join(root, path) !== goalFile);
  return { from: top.stdout.trim(), ref: head.stdout.trim(), uncommitted: uncommitted.map(onOneLine) };
}

/** The paths of `status -z --no-renames`. */
const pathsIn = (status: string): string[] =>
  status
    .split("\0")
    .filter(Boolean)
    .map((entry) => entry.slice(3));

const onOneLine = (path: string): string => (path.includes("\n") ? JSON.stringify(path) : path);
