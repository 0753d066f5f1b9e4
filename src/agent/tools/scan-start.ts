/** Where in the workspace a scan starts, and what it must leave out. */

import { lstatSync } from "node:fs";
import { relative } from "node:path";
import { resolveInside } from "../paths.ts";
import { ToolRefusal } from "../tool.ts";
import type { WalkOptions } from "./walk.ts";
import { pathToRead, type Workspace } from "./workspace.ts";

/** Throws ToolRefusal when `path` is not an existing file or folder of the workspace. */
export function scanStart(workspace: Workspace, path: string): WalkOptions {
  const start = pathToRead(workspace, path);
  if (lstatSync(start, { throwIfNoEntry: false }) === undefined) {
    throw new ToolRefusal(`"${path}" does not exist: look at the whole workspace with list_files.`);
  }
  const root = resolveInside(workspace.root, ".");
  return { root, start: relative(root, start), skip: workspace.shares.map(({ name }) => name) };
}
