/** Finds what setup commands created in a copy of the base tree. */

import { lstatSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Share } from "./sandbox/sandbox.ts";

/** Where build tools write beside the packages they come from; without these they fail on a read-only share. */
const CACHES = [".cache", ".vite", ".vite-temp", ".vitest-cache"];

/**
 * The topmost folders and files that are in `copy` and not in `base`, as shares.
 * Links are left out: one that a package planted would show any host folder to every sandbox.
 */
export function createdShares(base: string, copy: string, folder = ""): Required<Share>[] {
  return readdirSync(join(copy, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === ".git" || !(entry.isDirectory() || entry.isFile())) return [];
    const known = lstatSync(join(base, name), { throwIfNoEntry: false });
    if (known === undefined) return [shareOf(copy, name)];
    return entry.isDirectory() && known.isDirectory() ? createdShares(base, copy, name) : [];
  });
}

function shareOf(copy: string, name: string): Required<Share> {
  const from = join(copy, name);
  if (basename(name) !== "node_modules") return { name, from, scratch: [] };
  return { name, from, scratch: CACHES.filter((cache) => isEmptyFolder(join(from, cache))) };
}

/** True for an empty folder; one that is missing is made. What setup left in a cache stays readable. */
function isEmptyFolder(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) mkdirSync(folder);
  else if (!stats.isDirectory()) return false;
  return readdirSync(folder).length === 0;
}
