/** The bubblewrap driver: an empty root, no network, no capabilities, limits, and only what a command needs bound in. */

import { realpath } from "node:fs/promises";
import { memoryFolders, namespaceArguments, systemFiles } from "./bwrap-arguments.ts";
import { type Egress, openEgress } from "./egress/egress.ts";
import { commandEnvironment } from "./environment.ts";
import { Fill } from "./fill.ts";
import { type Limits, limitArguments, usualLimits } from "./limits.ts";
import { processCap } from "./process-cap.ts";
import { findNpm, findProgram, SYSTEM_PATH, shellLine } from "./programs.ts";
import { trim } from "./quota.ts";
import type { CommandResult, Job, Sandbox } from "./sandbox.ts";
import { systemCallFilter } from "./seccomp.ts";
import { placeMountPoints } from "./share-points.ts";
import { runProgram } from "./spawn.ts";
import { watch } from "./watch.ts";

const SANDBOX_PATH = "/opt/node/bin:/usr/local/bin:/usr/bin:/bin";

export interface BwrapOptions {
  /** Where bubblewrap and npm are looked for on the host. */
  readonly hostPath?: string;
  readonly limits?: Partial<Limits>;
  /** Whether user namespaces are closed by bubblewrap itself ; older ones than 0.8 cannot. */
  readonly sealsUsers?: boolean;
  /** Reached by commands without network, as `name` or `name:port`; nobody when empty. */
  readonly allowedHosts?: readonly string[];
}

/** Creating one starts nothing; ask `detectSandbox` whether it works here. */
export function bwrapSandbox({
  hostPath = SYSTEM_PATH,
  limits,
  sealsUsers = true,
  allowedHosts = [],
}: BwrapOptions = {}): Sandbox {
  const held = { ...usualLimits, ...limits };
  const parts: Parts = {
    bwrap: findProgram("bwrap", hostPath) ?? "bwrap",
    prlimit: findProgram("prlimit"),
    npm: findNpm(hostPath),
    limits: held,
    cap: processCap(held.tasks) ?? [],
    filter: systemCallFilter(),
    sealsUsers,
    allowedHosts,
  };
  return { kind: "bwrap", run: (job) => runConfined(job, parts) };
}

interface Parts {
  readonly bwrap: string;
  readonly prlimit: string | undefined;
  readonly npm: string | undefined;
  readonly limits: Limits;
  readonly cap: readonly string[];
  readonly filter: Uint8Array | undefined;
  readonly sealsUsers: boolean;
  readonly allowedHosts: readonly string[];
}

async function runConfined(job: Job, parts: Parts): Promise<CommandResult> {
  if (job.network === true || parts.allowedHosts.length === 0) return runIn(job, parts, undefined);
  await using egress = await openEgress(parts.allowedHosts, job.signal);
  return await runIn(job, parts, egress);
}

async function runIn(given: Job, parts: Parts, egress: Egress | undefined): Promise<CommandResult> {
  const job = { ...given, workspace: await realpath(given.workspace) };
  placeMountPoints(job.workspace, job.shares);
  const files = systemFiles(job.network === true);
  const inputs = [...files.map(({ text }) => text), ...(parts.filter === undefined ? [] : [parts.filter])];
  const filter = parts.filter === undefined ? [] : ["--seccomp", String(files.length + 3)];
  const fill = job.writable ? new Fill(job.workspace, parts.limits) : undefined;
  const started = Date.now();
  const result = await runProgram({
    argv: [
      ...parts.cap,
      parts.bwrap,
      ...filter,
      ...namespaceArguments(job, {
        npm: parts.npm,
        sealsUsers: parts.sealsUsers,
        files: [...files.flatMap(fileArguments), ...(egress?.mounts ?? [])],
      }),
      ...(parts.prlimit === undefined ? [] : [parts.prlimit, ...limitArguments(parts.limits)]),
      ...(egress?.prefix ?? []),
      ...shellLine(job.command),
    ],
    cwd: "/",
    // bubblewrap itself is process 1 inside and its environment can be read there: it must be as poor.
    environment: { ...commandEnvironment(SANDBOX_PATH, "/tmp"), ...egress?.environment, ...job.environment },
    inputs,
    outputBytes: parts.limits.outputBytes,
    guard: (pid, end) => watch({ pid, fill, inMemory: memoryFolders(job), limits: parts.limits, end }),
    timeoutMs: job.timeoutMs,
    signal: job.signal,
  });
  if (fill === undefined || !(await fill.isOver())) return result;
  // The disk's clock may be a tick behind ours.
  await trim(job.workspace, parts.limits, started - 1000);
  return { ...result, exitCode: undefined, limit: fill.tooMuch };
}

const fileArguments = ({ path }: { path: string }, index: number): string[] => [
  "--perms",
  "0444",
  "--file",
  String(index + 3),
  path,
];
