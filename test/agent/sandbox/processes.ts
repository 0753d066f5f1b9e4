/** Looks for living processes by a word in their command line. */

import { readdirSync, readFileSync } from "node:fs";

/** The ids of processes that carry `word`; a zombie has no command line and does not count. */
export function processesWith(word: string): string[] {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(word));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
