/** Measures what the processes of one sandbox use, by its own process table. */

import { readdirSync, readFileSync, statfsSync, statSync } from "node:fs";

export interface Usage {
  readonly tasks: number;
  readonly memory: number;
  readonly cpuSeconds: number;
}

const TICKS_PER_SECOND = 100;

/**
 * A process inside the sandbox that was started as `pid`, the first below it with another root than ours, through
 * which the sandbox's own `/proc` is seen: it lists everything in there, also what fled from its parent, and
 * nothing else. Undefined while there is none: until it has moved to its own root it would show the whole host.
 */
export function insider(pid: number): number | undefined {
  const found = Number(read(`/proc/${pid}/task/${pid}/children`).split(" ")[0]);
  if (!(found > 0)) return undefined;
  const its = rootOf(found);
  if (its === rootOf("self")) return insider(found);
  return its === undefined ? undefined : found;
}

function rootOf(process: number | "self"): string | undefined {
  try {
    const { dev, ino } = statSync(`/proc/${process}/root/`);
    return `${dev} ${ino}`;
  } catch {
    return undefined;
  }
}

/**
 * Zeros when the sandbox is gone. Memory that processes share is counted for each of them. More than
 * `enough` processes are only counted: looking at each of a flood would stop us.
 */
export function usageIn(insider: number, enough: number): Usage {
  const table = `/proc/${insider}/root/proc`;
  const processes = list(table).filter((name) => /^\d+$/.test(name));
  if (processes.length > enough) return { tasks: processes.length, memory: 0, cpuSeconds: 0 };
  let tasks = 0;
  let memory = 0;
  let cpu = 0;
  for (const name of processes) {
    const status = read(`${table}/${name}/status`);
    tasks += number(/^Threads:\s+(\d+)/m.exec(status)?.[1]);
    memory += 1024 * number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1]);
    memory += 1024 * number(/^RssShmem:\s+(\d+)/m.exec(status)?.[1]);
    // After the name in brackets, which may hold anything: user, system, and both of dead children.
    const stat = read(`${table}/${name}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    for (const field of fields.slice(11, 15)) cpu += number(field);
  }
  return { tasks, memory, cpuSeconds: cpu / TICKS_PER_SECOND };
}

/** Files and bytes in a folder of the sandbox that is a file system of its own in memory. */
export function memoryFolder(insider: number, path: string): { files: number; bytes: number } {
  try {
    const { files, ffree, blocks, bfree, bsize } = statfsSync(`/proc/${insider}/root${path}`);
    return { files: files - ffree, bytes: (blocks - bfree) * bsize };
  } catch {
    return { files: 0, bytes: 0 };
  }
}

const number = (text: string | undefined): number => Number(text ?? 0);

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
