/** The folder an agent works in, and how its tools find a file in it. */

import { type Pinned, pin } from "../pin.ts";
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

/** What `path` names in the workspace and in no share, held until it is disposed of. Throws ToolRefusal. */
export const pinToRead = (workspace: Workspace, path: string): Pinned =>
  pin(workspace.root, path, { refuse: (names) => refuseShares(workspace, names) });

/** As above, and the workspace may be written. With `create`, a missing file and the folders above it are made. */
export function pinToWrite(workspace: Workspace, path: string, create: boolean): Pinned {
  if (!workspace.writable) throw new ToolRefusal("You may only read here: nothing was written.");
  return pin(workspace.root, path, { refuse: (names) => refuseShares(workspace, names), create });
}

function refuseShares(workspace: Workspace, names: readonly string[]): void {
  const way = names.join("/");
  const share = workspace.shares.find(({ name }) => way === name || way.startsWith(`${name}/`));
  if (share === undefined) return;
  throw new ToolRefusal(
    `"${share.name}" is installed for everybody and no part of your work: look into it with run (ls, cat, grep).`,
  );
}
