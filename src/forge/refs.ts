/** Reading and moving refs of a bare repository, always asked from git and moved all or nothing. */

import { type Git, zeroSha } from "./git.ts";
import type { RefUpdate } from "./journal.ts";

export type Refs = ReadonlyMap<string, string>;

/** All refs below a prefix, as "refs/heads/", with the object each names. */
export async function readRefs(git: Git, directory: string, prefix = "refs/"): Promise<Refs> {
  const pattern = prefix.endsWith("/") ? prefix : `${prefix}*`;
  const output = await git.read(directory, ["for-each-ref", "--format=%(refname) %(objectname)", pattern]);
  const pairs = output.split("\n").filter((line) => line !== "");
  return new Map(pairs.map((line) => line.split(" ") as [string, string]));
}

/** The object a full ref name points to, or undefined. */
export async function readRef(git: Git, directory: string, ref: string): Promise<string | undefined> {
  const { code, stdout } = await git.run(directory, ["rev-parse", "--verify", "--quiet", ref]);
  return code === 0 ? stdout.trim() : undefined;
}

/** The commit something names, or undefined. */
export async function readCommitSha(git: Git, directory: string, name: string): Promise<string | undefined> {
  if (name === "" || name.startsWith("-")) return undefined;
  const { code, stdout } = await git.run(directory, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]);
  return code === 0 ? stdout.trim() : undefined;
}

/** Moves all refs if each still has its old value (40 zeros: must not exist); false if git refused the transaction. */
export async function moveRefs(git: Git, directory: string, updates: readonly RefUpdate[]): Promise<boolean> {
  const lines = updates.map((update) => `update ${update.ref}\0${update.new}\0${update.old}\0`);
  const script = `start\0${lines.join("")}prepare\0commit\0`;
  const { code } = await git.run(directory, ["update-ref", "-z", "--stdin"], script);
  return code === 0;
}

/** What changed between two readings of the refs. */
export function compareRefs(before: Refs, after: Refs): RefUpdate[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((ref) => {
    const [old, now] = [before.get(ref) ?? zeroSha, after.get(ref) ?? zeroSha];
    return old === now ? [] : [{ ref, old, new: now }];
  });
}

/** Is `ancestor` in the history of `descendant`? False when either is unknown. */
export async function isAncestor(git: Git, directory: string, ancestor: string, descendant: string) {
  return (await git.run(directory, ["merge-base", "--is-ancestor", ancestor, descendant])).code === 0;
}

export async function isValidRef(git: Git, directory: string, ref: string): Promise<boolean> {
  return (await git.run(directory, ["check-ref-format", ref])).code === 0;
}
