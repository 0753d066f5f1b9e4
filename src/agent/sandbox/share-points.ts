/** Makes the places in a workspace on which shares are laid, without following anything a command left there. */

import { lstatSync, mkdirSync, readlinkSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Share } from "./sandbox.ts";

/** An empty folder or file for each share, to mount on. What stands in the way and is no folder of files is removed. */
export function placeMountPoints(workspace: string, shares: readonly Share[]): void {
  for (const share of shares) {
    const point = pointOf(workspace, share);
    const wanted = lstatSync(share.from).isDirectory() ? "folder" : "file";
    const found = kindOf(point);
    if (found === wanted) continue;
    if (found !== "nothing") rmSync(point, { recursive: true, force: true });
    if (wanted === "folder") mkdirSync(point);
    else writeFileSync(point, "", { flag: "wx" });
  }
}

/** A link for each share. A folder that holds files of its own is left alone. */
export function placeLinks(workspace: string, shares: readonly Share[]): void {
  for (const share of shares) {
    const point = pointOf(workspace, share);
    const found = kindOf(point);
    if (found === "link" && readlinkSync(point) === share.from) continue;
    if (found === "folder" && !removedEmpty(point)) continue;
    if (found === "file" || found === "link") rmSync(point);
    symlinkSync(share.from, point);
  }
}

/** The path of the share in the workspace, with every folder above it made and none of them a link. */
function pointOf(workspace: string, share: Share): string {
  const name = posix.normalize(share.name);
  const parts = name.split("/");
  if (name.startsWith("/") || name === "." || parts[0] === "..") {
    throw new Error(`the share "${share.name}" is not inside the workspace`);
  }
  let folder = workspace;
  for (const part of parts.slice(0, -1)) {
    folder = join(folder, part);
    if (kindOf(folder) === "folder") continue;
    rmSync(folder, { force: true });
    mkdirSync(folder);
  }
  return join(folder, parts.at(-1)!);
}

function kindOf(path: string): "nothing" | "folder" | "file" | "link" {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "nothing";
  if (stats.isSymbolicLink()) return "link";
  return stats.isDirectory() ? "folder" : "file";
}

function removedEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
