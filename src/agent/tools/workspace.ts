/** The folder an agent works in, and how its tools find a file in it. */

import { join, relative } from "node:path";
import { resolveInside } from "../paths.ts";
import type { Sandbox, Share } from "../sandbox/sandbox.ts";
import { ToolRefusal } from "../tool.ts";

export interface Workspace {
  /** Absolute host folder. */
  readonly root: string;
  readonly sandbox: Sandbox;
  readonly shares: readonly Share[];
  /** False for roles that only look. */
  readonly writable: boolean;
  /** The longest a command may run, and what it gets when it names no time. */
  readonly commandTimeoutMs: number;
}

/** The host path of `path`, which is in the workspace and in no share. Throws ToolRefusal. */
export function pathToRead(workspace: Workspace, path: string): string {
  refuseShares(workspace, path.replace(/^\/workspace(\/|$)/, "./"));
  const file = resolveInside(workspace.root, path);
  refuseShares(workspace, relative(resolveInside(workspace.root, "."), file));
  return file;
}

/** As above, and the workspace may be written. */
export function pathToWrite(workspace: Workspace, path: string): string {
  if (!workspace.writable) throw new ToolRefusal("You may only read here: nothing was written.");
  return pathToRead(workspace, path);
}

function refuseShares(workspace: Workspace, path: string): void {
  const plain = join(path);
  const share = workspace.shares.find(({ name }) => plain === name || plain.startsWith(`${name}/`));
  if (share === undefined) return;
  throw new ToolRefusal(
    `"${share.name}" is installed for everybody and no part of your work: look into it with run (ls, cat, grep).`,
  );
}
