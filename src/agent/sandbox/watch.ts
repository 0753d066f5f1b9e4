/** One clock for all running sandboxes: looks at what each uses and ends it when it is too much. */

import { freemem, totalmem } from "node:os";
import type { Fill } from "./fill.ts";
import type { Limits } from "./limits.ts";
import { insider, memoryFolder, usageIn } from "./usage.ts";

export interface Watched {
  /** bubblewrap's own process. */
  readonly pid: number;
  /** None when the command cannot write into its workspace. */
  readonly fill: Fill | undefined;
  /** Folders of the sandbox that lie in memory. */
  readonly inMemory: readonly string[];
  readonly limits: Limits;
  /** Ends the command; `why` completes "ended because it …". */
  readonly end: (why: string) => void;
}

const EVERY_MS = 100;
/** Looking takes at most one part in so many of our time, however much there is to see. */
const SHARE_OF_TIME = 10;
/** With less left of the machine's memory, the command that uses most of it ends. */
const LEAST_FREE_MEMORY = Math.min(512 * 1024 * 1024, totalmem() / 20);

const running = new Set<Watch>();
let isTicking = false;

/** Watches until the answered function is called. */
export function watch(watched: Watched): () => void {
  const one = new Watch(watched);
  running.add(one);
  if (!isTicking) setTimeout(lookAtAll, EVERY_MS);
  isTicking = true;
  return () => {
    running.delete(one);
  };
}

function lookAtAll(): void {
  const started = performance.now();
  for (const one of running) one.look();
  if (freemem() < LEAST_FREE_MEMORY) {
    const [largest] = [...running].sort((a, b) => b.memory - a.memory);
    largest?.end("used the memory that this machine had left");
  }
  const took = performance.now() - started;
  isTicking = running.size > 0;
  if (isTicking) setTimeout(lookAtAll, Math.max(EVERY_MS, took * SHARE_OF_TIME));
}

class Watch {
  readonly #watched: Watched;
  memory = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  end(why: string): void {
    if (running.delete(this)) this.#watched.end(why);
  }

  look(): void {
    const { limits, pid, inMemory, fill } = this.#watched;
    const inside = insider(pid);
    if (inside === undefined) return;
    const { tasks, memory, cpuSeconds } = usageIn(inside, limits.tasks);
    const folders = inMemory.map((path) => memoryFolder(inside, path));
    this.memory = folders.reduce((sum, folder) => sum + folder.bytes, memory);
    if (tasks > limits.tasks) this.end(`had more than ${limits.tasks} processes and threads`);
    if (this.memory > limits.memory) this.end(`used more than ${mebibytes(limits.memory)} of memory`);
    if (cpuSeconds > limits.cpuSeconds)
      this.end(`used more than ${limits.cpuSeconds} seconds of processor time`);
    if (folders.some(({ files }) => files > limits.memoryFiles))
      this.end(`made more than ${limits.memoryFiles} files in a temporary folder`);
    void fill?.isOver().then((over) => over && this.end(fill.tooMuch));
  }
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
