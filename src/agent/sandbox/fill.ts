/** Notices that a workspace outgrew its quota, by its disk's own counters first: they cost nothing, a walk does. */

import { statfsSync } from "node:fs";
import { isOver, type Quota } from "./quota.ts";

/** A workspace is walked when its disk lost this share of the quota since the last walk, or a minute later. */
const GROWTH = 8;
const AT_LEAST_EVERY_MS = 60_000;
const KEPT = 1000;

interface Disk {
  readonly bytes: number;
  readonly files: number;
}

/** What each workspace's disk had free when it was measured last: many small commands fill it as well as one. */
const measured = new Map<string, Disk>();

export class Fill {
  readonly #folder: string;
  readonly #quota: Quota;
  #walk: Promise<boolean> | undefined;
  #walkedAt = performance.now();

  constructor(folder: string, quota: Quota) {
    this.#folder = folder;
    this.#quota = quota;
    const free = freeOn(folder);
    if (free !== undefined && !measured.has(folder)) remember(folder, free);
  }

  /** What completes "ended because it …". */
  get tooMuch(): string {
    const { workspaceBytes, workspaceFiles } = this.#quota;
    return `filled its workspace beyond ${Math.round(workspaceBytes / 1024 / 1024)} MiB or ${workspaceFiles} files`;
  }

  /** Whether the workspace holds too much, as far as that is worth finding out now. */
  async isOver(): Promise<boolean> {
    return this.#isDue() ? this.measure() : false;
  }

  /** Walks the workspace, or joins the walk that is going on. */
  measure(): Promise<boolean> {
    this.#walk ??= this.#measure().finally(() => {
      this.#walk = undefined;
      this.#walkedAt = performance.now();
    });
    return this.#walk;
  }

  async #measure(): Promise<boolean> {
    const free = freeOn(this.#folder);
    const over = await isOver(this.#folder, this.#quota);
    // What is over stays due, so that the next command finds it at once.
    if (free !== undefined && !over) remember(this.#folder, free);
    return over;
  }

  #isDue(): boolean {
    if (this.#walk) return false;
    if (performance.now() - this.#walkedAt > AT_LEAST_EVERY_MS) return true;
    const free = freeOn(this.#folder);
    const before = measured.get(this.#folder);
    if (free === undefined || before === undefined) return false;
    return (
      before.bytes - free.bytes > this.#quota.workspaceBytes / GROWTH ||
      before.files - free.files > this.#quota.workspaceFiles / GROWTH
    );
  }
}

function remember(folder: string, free: Disk): void {
  measured.delete(folder);
  measured.set(folder, free);
  const [oldest] = measured.keys();
  if (measured.size > KEPT && oldest !== undefined) measured.delete(oldest);
}

function freeOn(folder: string): Disk | undefined {
  try {
    const { bfree, bsize, ffree } = statfsSync(folder);
    return { bytes: bfree * bsize, files: ffree };
  } catch {
    return undefined;
  }
}
