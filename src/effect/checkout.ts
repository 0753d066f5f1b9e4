/** Work trees without a `.git`: a folder and an index file beside it, so that host git never runs in what a worker can write. */

import { mkdir, rm } from "node:fs/promises";
import type { Mirror } from "./mirror.ts";

export interface Checkout {
  readonly root: string;
  readonly index: string;
}

/** A fresh folder that holds exactly this tree or commit; whatever was there is removed. */
export async function checkOut(mirror: Mirror, folder: string, tree: string): Promise<Checkout> {
  const checkout = { root: `${folder}/tree`, index: `${folder}/index` };
  await rm(folder, { recursive: true, force: true });
  await mkdir(checkout.root, { recursive: true });
  await mirror.run(["read-tree", tree], { env: environment(checkout) });
  await mirror.run(["checkout-index", "--all", "--force", "--quiet"], { env: environment(checkout) });
  return checkout;
}

/** The tree of the folder as it is now. `leaveOut` are paths that must never be committed, such as shared installs. */
export async function snapshot(
  mirror: Mirror,
  checkout: Checkout,
  leaveOut: readonly string[],
): Promise<string> {
  const paths = [".", ...leaveOut.map((path) => `:(exclude,top)${path}`)];
  await mirror.run(["add", "--all", "--", ...paths], { env: environment(checkout) });
  return mirror.run(["write-tree"], { env: environment(checkout) });
}

const environment = (checkout: Checkout) => ({
  GIT_INDEX_FILE: checkout.index,
  GIT_WORK_TREE: checkout.root,
});
