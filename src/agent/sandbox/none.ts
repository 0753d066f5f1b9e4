/** The driver without a sandbox: the same environment, time-out and ending, but the command can reach the host and use all of it. */

import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { commandEnvironment } from "./environment.ts";
import { usualLimits } from "./limits.ts";
import { SYSTEM_PATH, shellLine } from "./programs.ts";
import type { CommandResult, Job, Sandbox } from "./sandbox.ts";
import { placeLinks } from "./share-points.ts";
import { runProgram } from "./spawn.ts";

/** `hostPath` is where programs are looked for after the active Node. A process that leaves its group survives. */
export function noSandbox(hostPath = SYSTEM_PATH): Sandbox {
  return { kind: "none", run: (job) => runOpenly(job, hostPath) };
}

async function runOpenly(job: Job, hostPath: string): Promise<CommandResult> {
  const workspace = await realpath(job.workspace);
  placeLinks(workspace, job.shares);
  const home = job.home ?? (await mkdtemp(join(tmpdir(), "stigmergy-home-")));
  try {
    return await runProgram({
      argv: shellLine(job.command),
      cwd: workspace,
      environment: {
        ...commandEnvironment(`${dirname(process.execPath)}:${hostPath}`, home),
        ...job.environment,
      },
      outputBytes: usualLimits.outputBytes,
      timeoutMs: job.timeoutMs,
      signal: job.signal,
    });
  } finally {
    if (job.home === undefined) await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}
