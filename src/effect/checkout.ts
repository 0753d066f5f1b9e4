/** Work trees without a `.git`: a folder and an index file beside it, so that host git never runs in what a worker can write. */

import { mkdir, rm } from "node:fs/promises";
import type { GitMirror } from "./git-mirror.ts";

export interface Checkout {
  readonly root: string;
  readonly index: string;
}

/** The port to the work trees of one mirror. */
export interface Checkouts {
  /** A fresh folder that holds exactly this tree or commit; whatever was there is removed. */
  checkOut(folder: string, tree: string): Promise<Checkout>;
  /** The tree of the folder as it is now; `leaveOut` are paths that must never be committed, such as shared installs. */
  snapshot(checkout: Checkout, leaveOut: readonly string[]): Promise<string>;
}

export const gitCheckouts = (mirror: GitMirror): Checkouts => ({
  checkOut: (folder, tree) => checkOut(mirror, folder, tree),
  snapshot: (checkout, leaveOut) => snapshot(mirror, checkout, leaveOut),
});

/** A fresh folder that holds exactly this tree or commit; whatever was there is removed. */
export async function checkOut(mirror: GitMirror, folder: string, tree: string): Promise<Checkout> {
  const checkout = { root: `${folder}/tree`, index: `${folder}/index` };
  await rm(folder, { recursive: true, force: true });
  await mkdir(checkout.root, { recursive: true });
  await mirror.run(["read-tree", tree], { env: environment(checkout) });
  await mirror.run(["checkout-index", "--all", "--force", "--quiet"], { env: environment(checkout) });
  return checkout;
}

/**
 * The tree of the folder as it is now. `leaveOut` are paths that must never be committed, such as shared installs.
 * A repository within the folder is left out; submodules stay as they were checked out.
 */
export async function snapshot(
  mirror: GitMirror,
  checkout: Checkout,
  leaveOut: readonly string[],
): Promise<string> {
  const env = environment(checkout);
  const submodules = await removeLinks(mirror, env);
  await mirror.run(["add", "--all", "--", "."], { env });
  await removeLinks(mirror, env);
  await removePaths(mirror, env, leaveOut);
  await mirror.run(["update-index", "-z", "--replace", "--index-info"], { env, input: submodules });
  return mirror.run(["write-tree"], { env });
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
