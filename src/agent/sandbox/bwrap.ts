/** The bubblewrap driver: an empty root, no network, no capabilities, and only what a command needs bound in. */

import { realpath } from "node:fs/promises";
import { namespaceArguments, systemFiles } from "./bwrap-arguments.ts";
import { commandEnvironment } from "./environment.ts";
import { findNpm, findProgram, SYSTEM_PATH, shellLine } from "./programs.ts";
import type { CommandResult, Job, Sandbox } from "./sandbox.ts";
import { placeMountPoints } from "./share-points.ts";
import { runProgram } from "./spawn.ts";

const SANDBOX_PATH = "/opt/node/bin:/usr/local/bin:/usr/bin:/bin";

/** Per process. Address space stays unlimited: WebAssembly in Node reserves far more than it uses. */
const LIMITS = ["--core=0", "--data=8589934592", "--fsize=2147483648"];

/**
 * `hostPath` is where bubblewrap and npm are looked for on the host. Creating one starts nothing;
 * ask `detectSandbox` whether it works here.
 */
export function bwrapSandbox(hostPath = SYSTEM_PATH): Sandbox {
  const bwrap = findProgram("bwrap", hostPath) ?? "bwrap";
  const prlimit = findProgram("prlimit", hostPath);
  const limits = prlimit === undefined ? [] : [prlimit, ...LIMITS];
  const npm = findNpm(hostPath);
  return { kind: "bwrap", run: (job) => runConfined(job, [...limits, bwrap], npm) };
}

async function runConfined(
  job: Job,
  launcher: readonly string[],
  npm: string | undefined,
): Promise<CommandResult> {
  const workspace = await realpath(job.workspace);
  placeMountPoints(workspace, job.shares);
  const files = systemFiles(job.network === true);
  const fileArguments = files.flatMap(({ path }, index) => [
    "--perms",
    "0444",
    "--file",
    String(index + 3),
    path,
  ]);
  return runProgram({
    argv: [
      ...launcher,
      ...namespaceArguments({ ...job, workspace }, npm, fileArguments),
      ...shellLine(job.command),
    ],
    cwd: "/",
    // bubblewrap itself is process 1 inside and its environment can be read there: it must be as poor.
    environment: { ...commandEnvironment(SANDBOX_PATH, "/tmp"), ...job.environment },
    inputs: files.map(({ text }) => text),
    timeoutMs: job.timeoutMs,
    signal: job.signal,
  });
}
