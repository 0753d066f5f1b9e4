/** One run per state folder: a lock file that names the process that holds it. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "./refusal.ts";

/**
 * Takes the folder, creating it. Refuses when a living process holds it; the lock of a dead one is taken over. It does
 * not see into other machines and containers: two of them must not share a folder.
 */
export function lockState(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "pid");
  for (;;) {
    try {
      writeFileSync(file, nameOf(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const name = readFileSync(file, "utf8");
      if (isAlive(name))
        throw new Refusal(
          `Process ${Number.parseInt(name, 10)} already works on ${folder}: wait for it, or stop it first.`,
        );
      rmSync(file, { force: true });
    }
  }
}

/** In a container each run has the same id, and ids are given anew after each boot: the name says when it began, too. */
function nameOf(pid: number): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's own name, in brackets, may hold anything.
    const began = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${pid} ${boot} ${began}`;
  } catch {
    return String(pid);
  }
}

function isAlive(name: string): boolean {
  const pid = Number.parseInt(name, 10);
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  if (name.includes(" ")) return name === nameOf(pid);
  // Where only the id is known, it is a lock of an earlier run with our id.
  return pid !== process.pid;
}
