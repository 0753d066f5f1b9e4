/** Goes through the files of a workspace, the shallowest first, without following links. */

import { type Dirent, opendirSync } from "node:fs";
import { DEEPEST } from "../paths.ts";
import { hold, holdIn, type Place } from "../place.ts";

export interface WalkOptions {
  /** Real path of the workspace. */
  readonly root: string;
  /** Where to start, relative to the root and without links; empty for the root. May be a file. */
  readonly start: string;
  /** Paths relative to the root that are not entered. */
  readonly skip: readonly string[];
}

export interface Walked {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** The folder it is in, held until the next one is asked for, and its name there. */
  readonly folder: Place;
  readonly name: string;
}

/** A folder with more than this is looked at in part: who made it did not mean to have it listed. */
const MOST_ENTRIES = 20_000;

/** Git's own files are left out, and what is neither file nor link. Links are answered, never followed. */
export function* walk({ root, start, skip }: WalkOptions): Generator<Walked> {
  const top = start.split("/").filter(Boolean);
  if (!isFolder(root, top)) {
    using folder = folderAt(root, top.slice(0, -1));
    const name = top.at(-1);
    if (folder && name !== undefined) yield { path: start, folder, name };
    return;
  }
  const ways = [top];
  for (const way of ways) {
    using folder = folderAt(root, way);
    if (folder === undefined) continue;
    for (const entry of entriesOf(folder)) {
      const path = [...way, entry.name].join("/");
      if (entry.name.toLowerCase() === ".git" || skip.includes(path)) continue;
      if (entry.isDirectory() && way.length < DEEPEST) ways.push([...way, entry.name]);
      if (entry.isFile() || entry.isSymbolicLink()) yield { path, folder, name: entry.name };
    }
  }
}

function isFolder(root: string, way: readonly string[]): boolean {
  using folder = folderAt(root, way);
  return folder !== undefined;
}

/** Undefined when one of these names is no folder: it may have gone, or been swapped for a link. */
function folderAt(root: string, way: readonly string[]): Place | undefined {
  let folder = hold(root);
  for (const name of way) {
    using above = folder;
    try {
      folder = holdIn(above, name);
    } catch {
      return undefined;
    }
    if (!folder.stats.isDirectory()) {
      folder[Symbol.dispose]();
      return undefined;
    }
  }
  return folder;
}

/** A folder that may not be read, or went away, is empty: the rest is still worth having. */
function entriesOf(folder: Place): readonly Dirent[] {
  const entries: Dirent[] = [];
  try {
    using open = opendirSync(folder.path);
    for (let entry = open.readSync(); entry && entries.length < MOST_ENTRIES; entry = open.readSync())
      entries.push(entry);
  } catch {
    return [];
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
