/** Work trees without a `.git`: a folder and an index file beside it, so that host git never runs in what a worker can write. */

import { rmSync } from "node:fs";
import { lstat, mkdir, rm } from "node:fs/promises";
import { submissionCaps, tooMuch } from "../domain/weight.ts";
import { orThrow } from "./git.ts";
import type { GitMirror } from "./git-mirror.ts";

export interface Checkout {
  readonly root: string;
  readonly index: string;
}

/** What is in a folder cannot be committed; the message says why in one sentence. */
export class Unfit extends Error {}

/** The port to the work trees of one mirror. */
export interface Checkouts {
  /** A fresh folder that holds exactly this tree or commit; whatever was there is removed. */
  checkOut(folder: string, tree: string): Promise<Checkout>;
  /**
   * The tree of the folder as it is now; `leaveOut` are paths that must never be committed, such as shared installs.
   * Rejects with Unfit.
   */
  snapshot(checkout: Checkout, leaveOut: readonly string[]): Promise<string>;
}

export const gitCheckouts = (mirror: GitMirror): Checkouts => ({
  checkOut: (folder, tree) => checkOut(mirror, folder, tree),
  snapshot: inTurn((checkout, leaveOut) => snapshot(mirror, checkout, leaveOut)),
});

/** A renewal may look at a folder while its worker submits, and git refuses an index that another git writes. */
function inTurn(take: Checkouts["snapshot"]): Checkouts["snapshot"] {
  const last = new WeakMap<Checkout, Promise<unknown>>();
  return (checkout, leaveOut) => {
    const before = last.get(checkout) ?? Promise.resolve();
    const next = before.catch(() => {}).then(() => take(checkout, leaveOut));
    last.set(checkout, next);
    return next;
  };
}

/** A fresh folder that holds exactly this tree or commit; whatever was there is removed. */
export async function checkOut(mirror: GitMirror, folder: string, tree: string): Promise<Checkout> {
  const checkout = { root: `${folder}/tree`, index: `${folder}/index` };
  await remove(folder);
  await mkdir(checkout.root, { recursive: true });
  await mirror.run(["read-tree", tree], { env: environment(checkout) });
  await mirror.run(["checkout-index", "--all", "--force", "--quiet"], { env: environment(checkout) });
  return checkout;
}

/** Commands may leave folders so deep that their path is too long to be named. */
async function remove(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The tree of the folder as it is now. `leaveOut` are paths that must never be committed, such as shared installs.
 * A repository within the folder is left out; submodules stay as they were checked out. Rejects with Unfit.
 */
export async function snapshot(
  mirror: GitMirror,
  checkout: Checkout,
  leaveOut: readonly string[],
): Promise<string> {
  const env = environment(checkout);
  const submodules = await removeLinks(mirror, env);
  await refuseMuch(mirror, checkout, leaveOut);
  await addAll(mirror, env);
  await removeLinks(mirror, env);
  await removePaths(mirror, env, leaveOut);
  await mirror.run(["update-index", "-z", "--replace", "--index-info"], { env, input: submodules });
  return mirror.run(["write-tree"], { env });
}

/** Before git reads, packs and keeps it all: a look at what is new. What is submitted in the end is weighed once more. */
async function refuseMuch(mirror: GitMirror, checkout: Checkout, leaveOut: readonly string[]): Promise<void> {
  const args = ["ls-files", "-z", "--others", "--modified", "--exclude-standard"];
  const mostOutput = submissionCaps.files * 1000;
  const listed = await mirror.try(args, { env: environment(checkout), mostOutput });
  if (listed.code !== 0) {
    const files = listed.stdout.split("\0").length;
    throw new Unfit(tooMuch({ files, bytes: 0, largest: undefined }) ?? "The folder cannot be listed.");
  }
  const isOurs = (path: string) => !leaveOut.some((name) => path === name || path.startsWith(`${name}/`));
  const paths = [...new Set(listed.stdout.split("\0").filter(Boolean))].filter(isOurs);
  const sentence = tooMuch({ files: paths.length, bytes: 0, largest: undefined });
  if (sentence) throw new Unfit(sentence);
  const weighed = await Promise.all(
    paths.map(async (path) => ({ path, bytes: await sizeOf(`${checkout.root}/${path}`) })),
  );
  const bytes = weighed.reduce((sum, file) => sum + file.bytes, 0);
  const largest = weighed.toSorted((a, b) => b.bytes - a.bytes)[0];
  const heavy = tooMuch({ files: paths.length, bytes, largest });
  if (heavy) throw new Unfit(heavy);
}

async function sizeOf(file: string): Promise<number> {
  const stats = await lstat(file).catch(() => undefined);
  return stats?.isFile() ? stats.size : 0;
}

/** Git takes no name that some system could mistake for `.git`, and no file that it may not read. */
async function addAll(mirror: GitMirror, env: Readonly<Record<string, string>>): Promise<void> {
  const args = ["add", "--all", "--", "."];
  const added = await mirror.try(args, { env });
  const reason = /^error: (invalid path .*|open\(.*|unable to .*|.*: unsupported file type)$/m.exec(
    added.stderr,
  );
  if (added.code !== 0 && reason)
    throw new Unfit(`The work cannot be committed, git says: ${reason[1]}. Remove it or rename it.`);
  orThrow(args, added);
}

/**
 * Takes the links to other repositories out of the index and answers their records. A link in the index makes
 * `git add` run `git status` inside that repository, which runs the filters of its configuration: the worker's.
 */
async function removeLinks(mirror: GitMirror, env: Readonly<Record<string, string>>): Promise<string> {
  const staged = await mirror.run(["ls-files", "--stage", "-z"], { env });
  const links = staged.split("\0").filter((record) => record.startsWith("160000 "));
  const paths = links.map((record) => `${record.slice(record.indexOf("\t") + 1)}\0`).join("");
  await mirror.run(["update-index", "-z", "--force-remove", "--stdin"], { env, input: paths });
  return links.map((record) => `${record}\0`).join("");
}

/** Afterwards, because `git add` with an excluded path fails where an ignore file names that path too. */
async function removePaths(
  mirror: GitMirror,
  env: Readonly<Record<string, string>>,
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return;
  const specs = paths.map((path) => `:(top,literal)${path}`);
  const staged = await mirror.run(["ls-files", "-z", "--", ...specs], { env });
  await mirror.run(["update-index", "-z", "--force-remove", "--stdin"], { env, input: staged });
}

const environment = (checkout: Checkout) => ({
  GIT_INDEX_FILE: checkout.index,
  GIT_WORK_TREE: checkout.root,
});
