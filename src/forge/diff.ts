/** Which files differ between two commits, and by how many lines. */

import type { Git } from "./git.ts";

export interface FileDiff {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: "added" | "removed" | "modified" | "renamed" | "changed";
  readonly blob: string;
  readonly additions: number;
  readonly deletions: number;
}

const mostFiles = 300;
const statuses = { A: "added", D: "removed", M: "modified", R: "renamed", T: "changed" } as const;

/** The difference of two trees, at most GitHub's 300 files. */
export async function readDiff(git: Git, directory: string, from: string, to: string): Promise<FileDiff[]> {
  const args = ["diff", "--raw", "--numstat", "--no-abbrev", "-z", "-M", from, to, "--"];
  const parts = (await git.read(directory, args)).split("\0");
  const changes: Omit<FileDiff, "additions" | "deletions">[] = [];
  const counts = new Map<string, readonly [number, number]>();
  let part = parts.shift();
  while (part !== undefined && part !== "") {
    if (part.startsWith(":")) changes.push(readRaw(part, parts));
    else readCount(part, parts, counts);
    part = parts.shift();
  }
  return changes.slice(0, mostFiles).map((change) => {
    const [additions, deletions] = counts.get(change.path) ?? [0, 0];
    return { ...change, additions, deletions };
  });
}

/** A raw entry is followed by one path, or by two when the file was renamed. */
function readRaw(entry: string, rest: string[]) {
  const [, , before = "", after = "", letter = "M"] = entry.split(" ");
  const kind = letter.slice(0, 1) as keyof typeof statuses;
  const previousPath = kind === "R" ? rest.shift() : undefined;
  const blob = kind === "D" ? before : after;
  return { path: rest.shift() ?? "", previousPath, status: statuses[kind] ?? "changed", blob };
}

/** A count entry holds its path, or an empty one followed by old and new path. */
function readCount(entry: string, rest: string[], counts: Map<string, readonly [number, number]>): void {
  const [additions = "0", deletions = "0", inline = ""] = entry.split("\t");
  if (inline === "") rest.shift();
  const path = inline === "" ? (rest.shift() ?? "") : inline;
  counts.set(path, [Number(additions) || 0, Number(deletions) || 0]);
}
