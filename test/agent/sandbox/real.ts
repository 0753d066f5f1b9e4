/** The real sandbox for tests, where there is one. */

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type BwrapOptions, bwrapSandbox } from "../../../src/agent/sandbox/bwrap.ts";
import type { CommandResult, Job } from "../../../src/agent/sandbox/sandbox.ts";
import { missing } from "./bubblewrap.ts";

export { missing };

if (missing !== undefined) process.stderr.write(`sandbox tests skipped: ${missing}\n`);

export const isRoot = process.getuid?.() === 0;

/** A folder that goes away with the test. */
export function scratch(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "stigmergy-test-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Runs a command in the real sandbox, in a workspace of its own unless one is given. */
export const confined = (
  command: string,
  limits: BwrapOptions["limits"] = {},
  job: Partial<Job> = {},
): Promise<CommandResult> =>
  bwrapSandbox({ limits }).run({
    command,
    workspace: job.workspace ?? scratch(),
    writable: true,
    shares: [],
    timeoutMs: 30_000,
    signal: new AbortController().signal,
    ...job,
  });
