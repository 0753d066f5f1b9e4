/** Whether bubblewrap can start here, asked of itself, so that a driver that broke fails tests instead of skipping them. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type BwrapOptions, bwrapSandbox } from "../../../src/agent/sandbox/bwrap.ts";
import type { CommandResult, Job } from "../../../src/agent/sandbox/sandbox.ts";

const plain = spawnSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], { encoding: "utf8" });

/** Why tests of the real sandbox are skipped; undefined where they run. */
export const missing = plain.error?.message ?? (plain.status === 0 ? undefined : plain.stderr.trim());
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
