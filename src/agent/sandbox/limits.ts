/** What one command may use, and which of it the kernel itself refuses. */

import { totalmem } from "node:os";

export interface Limits {
  /** Bytes of memory, of all processes of the command together. */
  readonly memory: number;
  /** Processes and threads together, as the kernel counts them. */
  readonly tasks: number;
  /** Seconds on all cores together. */
  readonly cpuSeconds: number;
  /** Files that one process holds open. */
  readonly openFiles: number;
  /** Bytes of one file. */
  readonly fileSize: number;
  /** Bytes printed: what is beyond the capped output costs us time, not memory. */
  readonly outputBytes: number;
  /** Bytes and files in the workspace, with what was checked out. */
  readonly workspaceBytes: number;
  readonly workspaceFiles: number;
  /** Files in each folder that lies in memory: each costs the kernel about a kibibyte. */
  readonly memoryFiles: number;
}

const MEBIBYTE = 1024 * 1024;

/** Below this Node does not start. */
const LEAST_DATA = 2048 * MEBIBYTE;

export const usualLimits: Limits = {
  memory: Math.min(8192 * MEBIBYTE, Math.floor(totalmem() * 0.6)),
  tasks: 1024,
  cpuSeconds: 3600,
  openFiles: 4096,
  fileSize: 2048 * MEBIBYTE,
  outputBytes: 256 * MEBIBYTE,
  workspaceBytes: 8192 * MEBIBYTE,
  workspaceFiles: 500_000,
  memoryFiles: 200_000,
};

/**
 * Arguments of `prlimit`, which must run *inside* the sandbox: tasks are then counted in its own user
 * namespace. Set outside, the limit is compared with all processes of the user on the host. It never
 * binds a sandbox that root started; `processCap` does. Address space stays unlimited: WebAssembly in
 * Node reserves far more than it uses, and some of that counts as data.
 */
export const limitArguments = (limits: Limits): string[] => [
  "--core=0",
  `--data=${Math.max(limits.memory, LEAST_DATA)}`,
  `--fsize=${limits.fileSize}`,
  `--cpu=${limits.cpuSeconds}`,
  `--nproc=${limits.tasks}`,
  `--nofile=${limits.openFiles}`,
];
