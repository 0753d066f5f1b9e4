/** A limit on processes and threads for what root starts, whom `RLIMIT_NPROC` never binds. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { release } from "node:os";
import { findProgram } from "./programs.ts";

const SETTING = "/proc/sys/kernel/pid_max";

/** Numbers below are given out once and never again, so that many must be beyond what is allowed. */
const ONCE_ONLY = 300;

/** Since Linux 6.14 each process-id namespace has a setting of its own. Before, writing it changes the whole host. */
const [MAJOR, MINOR] = [6, 14];

/**
 * The beginning of a command line: what follows it runs in a namespace with numbers for `tasks` processes and
 * threads, and for 300 more at its start. bubblewrap makes another within, whose members have numbers in both:
 * inside they do not come round again. Empty where `RLIMIT_NPROC` binds; undefined where nothing binds.
 */
export function processCap(tasks: number): readonly string[] | undefined {
  if (!isRealRoot()) return [];
  const setpriv = findProgram("setpriv");
  const unshare = findProgram("unshare");
  if (setpriv === undefined || unshare === undefined || !hasOwnSetting(release())) return undefined;
  const numbers = String(tasks + ONCE_ONLY + 1);
  const cap = [
    // Each dies with its parent, as bubblewrap does: we may be killed at any time.
    ...[setpriv, "--pdeathsig", "KILL", "--", unshare, "--pid", "--fork", "--kill-child", "--"],
    ...["/bin/sh", "-c", `echo ${numbers} > ${SETTING} && exec "$@"`, "sh"],
  ];
  const { stdout } = spawnSync(cap[0]!, [...cap.slice(1), "cat", SETTING], {
    encoding: "utf8",
    timeout: 5000,
  });
  return stdout?.trim() === numbers ? cap : undefined;
}

/** Whether the number of processes is set for each namespace, by the kernel's release. */
export function hasOwnSetting(kernel: string): boolean {
  const [major = 0, minor = 0] = kernel.split(".").map((part) => Number.parseInt(part, 10));
  return major > MAJOR || (major === MAJOR && minor >= MINOR);
}

/** Root of a container may be somebody else to the kernel. */
function isRealRoot(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  return /^\s*0\s+0\s/.test(readFileSync("/proc/self/uid_map", "utf8"));
}
