/** Weighs what others pushed before anything is done with it: a pack of some bytes can hold a tree of a billion files. */

import { treeCaps, type Weight } from "../domain/weight.ts";
import { git, tryGit } from "./git.ts";

/** More is no listing of a tree within its caps. */
const mostListed = 64_000_000;

/** Whether all of a tree can be listed and checked out. Stops at its caps, however much there is. */
export async function isBounded(dir: string, tree: string): Promise<boolean> {
  const args = ["ls-tree", "-r", "-l", "-z", "--full-tree", tree];
  const { code, stdout } = await tryGit(dir, args, { mostOutput: mostListed });
  if (code !== 0) return false;
  const entries = stdout.split("\0").filter(Boolean);
  let bytes = 0;
  for (const entry of entries) {
    const [head = "", path = ""] = entry.split("\t", 2);
    if (Buffer.byteLength(path) > treeCaps.pathBytes) return false;
    bytes += Number(head.split(" ").at(-1)) || 0;
  }
  return entries.length <= treeCaps.files && bytes <= treeCaps.bytes;
}

/** What differs between two trees or commits; both must be bounded. */
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
  const input = [...changed.values()].map((blob) => `${blob}\n`).join("");
  const sizes = (await git(dir, ["cat-file", "--batch-check=%(objectsize)"], { input })).split("\n");
  const weighed = [...changed.keys()].map((path, index) => ({ path, bytes: Number(sizes[index]) || 0 }));
  const largest = weighed.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  return { files, bytes: weighed.reduce((sum, { bytes }) => sum + bytes, 0), largest };
}
