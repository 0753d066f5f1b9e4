/** Where in the workspace a scan starts, and what it must leave out. */

import type { WalkOptions } from "./walk.ts";
import { pinToRead, type Workspace } from "./workspace.ts";

/** Throws ToolRefusal when `path` is not an existing file or folder of the workspace. */
export function scanStart(workspace: Workspace, path: string): WalkOptions {
  using start = pinToRead(workspace, path);
  const skip = workspace.shares.map(({ name }) => name);
  return { root: workspace.root, start: start.names.join("/"), skip };
}
