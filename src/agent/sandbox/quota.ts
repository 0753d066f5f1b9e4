/** Keeps a workspace within its quota: measures it, and takes back what a command wrote beyond it. */

import type { Dirent } from "node:fs";
import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Limits } from "./limits.ts";

export type Quota = Pick<Limits, "workspaceBytes" | "workspaceFiles">;

interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly changed: number;
}

/** Whether a folder holds more than it may; stops counting as soon as it knows. Never follows links. */
export async function isOver(folder: string, quota: Quota): Promise<boolean> {
  let bytes = 0;
  let files = 0;
  for await (const found of walk(folder)) {
    bytes += found.bytes;
    files++;
    if (bytes > quota.workspaceBytes || files > quota.workspaceFiles) return true;
  }
  return false;
}

/**
 * Removes files changed since `since` (milliseconds), the largest first, until the folder is within its
 * quota, and answers how many. Nothing may run in the folder any more.
 */
export async function trim(folder: string, quota: Quota, since: number): Promise<number> {
  let bytes = 0;
  let files = 0;
  const fresh: Found[] = [];
  for await (const found of walk(folder)) {
    bytes += found.bytes;
    files++;
    if (found.changed >= since) fresh.push(found);
  }
  fresh.sort((one, other) => other.bytes - one.bytes);
  let removed = 0;
  for (const { path, bytes: size } of fresh) {
    if (bytes <= quota.workspaceBytes && files <= quota.workspaceFiles) break;
    await rm(path, { force: true });
    bytes -= size;
    files--;
    removed++;
  }
  return removed;
}

/** Every file, link and folder, each with the room it takes; a folder's own entry cannot be removed and is only counted. */
async function* walk(folder: string): AsyncGenerator<Found> {
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of await entries(next)) {
      const path = join(next, entry.name);
      const stats = await lstat(path).catch(() => undefined);
      if (stats === undefined) continue;
      if (entry.isDirectory()) waiting.push(path);
      yield {
        path,
        bytes: stats.blocks * 512,
        changed: entry.isDirectory() ? 0 : stats.ctimeMs,
      };
    }
  }
}

const entries = (folder: string): Promise<Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => []);
