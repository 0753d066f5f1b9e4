/** The one check every tool puts a path through before it touches a file. */

import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ToolRefusal } from "./tool.ts";

/** What the workspace is called inside a sandbox; models repeat the paths that commands print. */
const MOUNTED = "/workspace";

/** Characters some file systems ignore in names, so that they could spell `.git` in disguise. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/**
 * The host path of `path`, which is relative to `root`, below `/workspace`, or absolute inside `root`.
 * Every link on the way, the last one too, is followed; the answer holds none and is inside `root`.
 * The file itself, and folders above it, need not exist. Throws ToolRefusal for everything else.
 */
export function resolveInside(root: string, path: string): string {
  if (path.trim() === "") throw new ToolRefusal("The path is empty: give a path relative to the workspace.");
  if (path.includes("\0")) throw new ToolRefusal("The path contains a NUL character: leave it out.");
  const lexical = resolve(root, unmounted(path));
  if (!isInside(root, lexical)) throw outside(path);
  refuseGit(relative(root, lexical), path);

  const realRoot = realpathSync(root);
  const { existing, missing } = splitAtDeepest(lexical, path);
  const real = join(realOf(existing, path), ...missing);
  if (!isInside(realRoot, real)) throw outside(path);
  refuseGit(relative(realRoot, real), path);
  return real;
}

function unmounted(path: string): string {
  if (path === MOUNTED) return ".";
  return path.startsWith(`${MOUNTED}/`) ? `.${path.slice(MOUNTED.length)}` : path;
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function refuseGit(way: string, path: string): void {
  const names = way.split(/[/\\]/).map((name) => name.replace(INVISIBLE, "").replace(/[. ]+$/, ""));
  if (!names.some((name) => /^(\.git|git~\d+)$/i.test(name))) return;
  throw new ToolRefusal(`"${path}" belongs to git itself, which is not part of your work: leave it alone.`);
}

function splitAtDeepest(lexical: string, path: string): { existing: string; missing: string[] } {
  const missing: string[] = [];
  let existing = lexical;
  while (!exists(existing, path)) {
    missing.unshift(basename(existing));
    existing = dirname(existing);
  }
  return { existing, missing };
}

function exists(file: string, path: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR") return false;
    throw new ToolRefusal(`"${path}" cannot be used as a path (${code}).`);
  }
}

function realOf(existing: string, path: string): string {
  try {
    return realpathSync(existing);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ToolRefusal(`"${path}" goes through a symbolic link that leads nowhere (${code}).`);
  }
}

const outside = (path: string) =>
  new ToolRefusal(`"${path}" is outside the workspace: give a path relative to the workspace.`);
