/** A real folder on disk for one test, with a file outside of it that no tool may reach. */

import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { noSandbox } from "../../../src/agent/sandbox/none.ts";
import type { Workspace } from "../../../src/agent/tools/workspace.ts";

export const SECRET = "the secret outside";

export interface Scratch {
  readonly workspace: Workspace;
  readonly root: string;
  /** Holds `secret.txt`; beside the workspace, not in it. */
  readonly outside: string;
  read(path: string): string;
}

/** Writes `files` into a new workspace; everything is removed when the test ends. */
export function scratch(files: Readonly<Record<string, string>>, change: Partial<Workspace> = {}): Scratch {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "stigmergy-test-")));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const root = join(top, "workspace");
  const outside = join(top, "outside");
  for (const folder of [root, outside]) mkdirSync(folder);
  writeFileSync(join(outside, "secret.txt"), SECRET);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const workspace = {
    root,
    sandbox: noSandbox(),
    shares: [],
    writable: true,
    commandTimeoutMs: 20_000,
    ...change,
  };
  return { workspace, root, outside, read: (path) => readFileSync(join(root, path), "utf8") };
}

export const never = new AbortController().signal;
