/** The operating system's processes that belong to a run: known by the run's folder, so never anybody else's. */

import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** What works in the folder or names it; whoever asks is left out. */
export function processesIn(folder: string): readonly Running[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .flatMap((pid) => {
      const command = textOf(() => readFileSync(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ");
      const cwd = textOf(() => readlinkSync(`/proc/${pid}/cwd`));
      if (!`${cwd}/`.startsWith(`${folder}/`) && !command.includes(`${folder}/`)) return [];
      const status = textOf(() => readFileSync(`/proc/${pid}/status`, "utf8"));
      if (/^State:\s+[ZX]/m.test(status)) return [];
      return [{ pid, parent: Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0), command }];
    });
}

/** Those that workers dawdle with, given by what their shell was told. */
export function dawdlersIn(folder: string, dawdling: string): readonly Running[] {
  return processesIn(folder).filter(({ command }) => command.includes(dawdling));
}

/** Git at work for an app or for the forge, and not for whoever asks. */
export const gitsIn = (folder: string): readonly Running[] =>
  processesIn(folder).filter(
    ({ command, parent }) => /^(\S*\/)?git[ -]/.test(command) && parent !== process.pid,
  );

/** Those beneath a living process. */
export function beneath(pid: number, all: readonly Running[]): readonly Running[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...children, ...children.flatMap((child) => beneath(child.pid, all))];
}

/** kill -9; false when it ended by itself. */
export function killRunning({ pid }: Running): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

/** It may end while it is looked at. */
function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
