/** Looks at what others pushed before anything is done with it: a pack of some bytes can hold a tree of a billion files. */

import { treeCaps, type Weight } from "../domain/weight.ts";
import { git, tryGit } from "./git.ts";
import type { FileChange, LineCount } from "./mirror.ts";

/** More is no listing of a tree within its caps. */
const mostListed = 64_000_000;

/** Whether all of a tree can be listed and checked out. Stops at its caps, however much there is. */
export async function isBounded(dir: string, tree: string): Promise<boolean> {
  const args = ["ls-tree", "-r", "-z", "--full-tree", "--format=%(objecttype) %(objectname) %(path)", tree];
  const { code, stdout } = await tryGit(dir, args, { mostOutput: mostListed });
  if (code !== 0) return false;
  const named = new Map<string, number>();
  const entries = stdout.split("\0");
  if (entries.length > treeCaps.files) return false;
  for (const entry of entries) {
    const [, blob, path = ""] = /^blob (\S+) ([\s\S]*)$/.exec(entry) ?? [];
    if (Buffer.byteLength(path) > treeCaps.pathBytes) return false;
    if (blob) named.set(blob, (named.get(blob) ?? 0) + 1);
  }
  const sizes = await sizesOf(dir, [...named.keys()]);
  const bytes = [...named.values()].reduce((sum, times, index) => sum + times * (sizes[index] ?? 0), 0);
  return bytes <= treeCaps.bytes;
}

async function sizesOf(dir: string, blobs: readonly string[]): Promise<readonly number[]> {
  if (blobs.length === 0) return [];
  const input = blobs.map((blob) => `${blob}\n`).join("");
  const out = await git(dir, ["cat-file", "--batch-check=%(objectsize)"], { input });
  return out.split("\n").map((size) => Number(size) || 0);
}

/** What a bounded commit adds and removes since it left another's history; without common history, all that differs. */
export async function linesSince(
  dir: string,
  head: string,
  commit: string,
): Promise<ReadonlyMap<string, LineCount>> {
  const args = ["-r", "-z", "--numstat", "--text", "--no-renames", "--no-ext-diff", "--no-textconv"];
  const forked = await tryGit(dir, ["diff-tree", "--merge-base", ...args, head, commit]);
  const out = forked.code === 0 ? forked.stdout : await git(dir, ["diff-tree", ...args, head, commit]);
  const records = out.split("\0").filter(Boolean);
  return new Map(
    records.map((record) => {
      const [added, removed, ...path] = record.split("\t");
      return [path.join("\t"), { added: Number(added), removed: Number(removed) }];
    }),
  );
}

/** The files that differ between two trees or commits, and how; both must be bounded. */
export async function changesBetween(dir: string, from: string, to: string): Promise<readonly FileChange[]> {
  const out = await git(dir, ["diff-tree", "-r", "-z", "--name-status", "--no-renames", from, to]);
  const records = out.split("\0");
  return records.flatMap((letter, at): FileChange[] =>
    at % 2 === 0 && letter !== "" ? [{ path: records[at + 1] ?? "", how: hows[letter] ?? "changed" }] : [],
  );
}

const hows: Readonly<Record<string, FileChange["how"]>> = { A: "added", D: "removed" };

/** How much differs between two trees or commits; both must be bounded. */
export async function differenceOf(dir: string, from: string, to: string): Promise<Weight> {
  const out = await git(dir, ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", from, to]);
  const records = out.split("\0").filter(Boolean);
  const changed = new Map<string, string>();
  for (let at = 0; at + 1 < records.length; at += 2) {
    const [, mode, , blob = ""] = records[at]!.split(" ");
    if (mode !== "000000" && mode !== "160000") changed.set(records[at + 1]!, blob);
  }
  const files = records.length / 2;
  if (changed.size === 0) return { files, bytes: 0, largest: undefined };
  const sizes = await sizesOf(dir, [...changed.values()]);
  const weighed = [...changed.keys()].map((path, index) => ({ path, bytes: sizes[index] ?? 0 }));
  const largest = weighed.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  return { files, bytes: weighed.reduce((sum, { bytes }) => sum + bytes, 0), largest };
}
