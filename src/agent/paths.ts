/** What a path that a model or a link names means within a workspace, by its text alone. */

import { posix } from "node:path";
import { ToolRefusal } from "./tool.ts";

/** What the workspace is called inside a sandbox; models repeat the paths that commands print. */
const MOUNTED = "/workspace";

/** Deeper folders are nobody's work, and each level costs a handle. */
export const DEEPEST = 128;

/** Characters some file systems ignore in names, so that they could spell `.git` in disguise. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/**
 * The names on the way from `root` to `path`, which is relative to it, below `/workspace`, or absolute inside `root`.
 * None of them is `..`. Throws ToolRefusal for everything else. Says nothing of what is there: see `pin`.
 */
export function namesInside(root: string, path: string): readonly string[] {
  if (path.trim() === "") throw new ToolRefusal("The path is empty: give a path relative to the workspace.");
  if (path.includes("\0")) throw new ToolRefusal("The path contains a NUL character: leave it out.");
  const way = posix.relative(root, posix.resolve(root, unmounted(path)));
  if (way === ".." || way.startsWith("../")) throw outside(path);
  const names = way.split("/").filter(Boolean);
  if (names.length > DEEPEST) throw tooDeep(path);
  return names;
}

/** Throws ToolRefusal where one of the names could be git's own, however it is spelled. */
export function refuseGit(names: readonly string[], path: string): void {
  const plain = names.flatMap((name) => name.split("\\")).map(withoutDisguise);
  if (!plain.some((name) => /^(\.git|git~\d+)$/i.test(name))) return;
  throw new ToolRefusal(`"${path}" belongs to git itself, which is not part of your work: leave it alone.`);
}

export const outside = (path: string) =>
  new ToolRefusal(`"${path}" is outside the workspace: give a path relative to the workspace.`);

export const tooDeep = (path: string) =>
  new ToolRefusal(`"${path.slice(0, 100)}…" is too deep: at most ${DEEPEST} folders may be above a file.`);

/** Some file systems ignore a stream's name after a colon, and dots and spaces at the end. */
const withoutDisguise = (name: string): string =>
  name
    .replace(INVISIBLE, "")
    .replace(/:.*$/, "")
    .replace(/[. ]+$/, "");

function unmounted(path: string): string {
  if (path === MOUNTED) return ".";
  return path.startsWith(`${MOUNTED}/`) ? `.${path.slice(MOUNTED.length)}` : path;
}
