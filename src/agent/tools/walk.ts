/** Goes through the files of a workspace, the shallowest first, without following links. */

import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

export interface WalkOptions {
  /** Real path of the workspace. */
  readonly root: string;
  /** Where to start, relative to the root; empty for the root. May be a file. */
  readonly start: string;
  /** Paths relative to the root that are not entered. */
  readonly skip: readonly string[];
}

/** Paths relative to the root, with forward slashes. Git's own files are left out; links are not. */
export function* walk({ root, start, skip }: WalkOptions): Generator<string> {
  if (!lstatSync(join(root, start)).isDirectory()) {
    yield start;
    return;
  }
  const folders = [start];
  for (const folder of folders) {
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.toLowerCase() === ".git" || skip.includes(path)) continue;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) yield path;
    }
  }
}

function entriesOf(folder: string) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A folder that may not be read, or went away: the rest is still worth having.
    return [];
  }
}
