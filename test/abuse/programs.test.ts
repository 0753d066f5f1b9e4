/** Abuse of the real sandbox, with small limits so that this machine survives. Each row is ended, leaves nothing, and never stops us. */

import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { processesWith } from "../agent/sandbox/processes.ts";
import { confined, isRoot, missing, scratch } from "../agent/sandbox/real.ts";

const MEBIBYTE = 1024 * 1024;
const word = `77${process.pid}.5`;
const limits = {
  memory: 600 * MEBIBYTE,
  tasks: 200,
  cpuSeconds: 3,
  outputBytes: 64 * MEBIBYTE,
  workspaceBytes: 200 * MEBIBYTE,
  workspaceFiles: 20_000,
  memoryFiles: 20_000,
};

/** How late a timer of ours came at worst, in milliseconds. */
function heartbeat(): () => number {
  let last = performance.now();
  let worst = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    worst = Math.max(worst, now - last - 20);
    last = now;
  }, 20);
  return () => {
    clearInterval(timer);
    return worst;
  };
}

/** Programs without an end, and what ends them: the watcher, or the kernel by itself. */
const abuses: readonly (readonly [string, string, RegExp])[] = [
  ["a fork bomb", ":(){ :|:& };:; sleep 60", /processes and threads/],
  [
    "threads",
    `node -e 'const { Worker } = require("worker_threads"); for (let i = 0; i < 300; i++) new Worker("setInterval(() => {}, 1e3)", { eval: true })'`,
    /processes and threads|memory|the kernel/,
  ],
  ["a memory balloon", "node -e 'const a = []; for (;;) a.push(Buffer.alloc(32 << 20, 1))'", /memory/],
  [
    "a balloon of many processes",
    "for i in $(seq 20); do node -e 'const b = Buffer.alloc(64 << 20, 1); setInterval(() => b, 1e3)' & done; wait",
    /memory/,
  ],
  ["a balloon in /tmp", "for i in $(seq 40); do head -c 32M /dev/zero > /tmp/f$i; done; sleep 60", /memory/],
  ["a spin on every core", "for i in 1 2 3 4; do while :; do :; done & done; wait", /processor time/],
  ["a full disk", "head -c 20G /dev/zero > big", /filled its workspace/],
  [
    "a full disk in small files",
    "i=0; while :; do head -c 1M /dev/urandom > f$i; i=$((i+1)); done",
    /filled its workspace|processor time/,
  ],
  ["no inodes left", "seq 1 2000000 | xargs touch", /filled its workspace|the kernel/],
  ["no inodes left in memory", "cd /dev/shm; seq 1 2000000 | xargs touch", /temporary folder/],
  ["endless output", "yes", /printed more than/],
  [
    "zombies",
    "perl -e 'for (;;) { my $p = fork; exit if defined $p && $p == 0 }'",
    /processes and threads|processor time/,
  ],
];

describe.skipIf(missing !== undefined)("T42: ended, gone and harmless", () => {
  test.each(abuses)("%s", { timeout: 120_000 }, async (name, command, why) => {
    const workspace = scratch();
    const beat = heartbeat();
    const started = performance.now();
    const result = await confined(`: ${word}\n${command}`, limits, { workspace, timeoutMs: 60_000 });
    const seconds = (performance.now() - started) / 1000;
    const late = beat();
    const how = result.limit ?? (result.exitCode === 0 ? "nothing" : "the kernel");
    process.stdout.write(`abuse: ${name}: ${seconds.toFixed(1)} s, ${how}, late ${late.toFixed(0)} ms\n`);
    if (isRoot) expect(how).toMatch(why);
    expect(how).not.toBe("nothing");
    expect(result.timedOut).toBe(false);
    expect(late).toBeLessThan(1000);
    await expect.poll(() => processesWith(word), { timeout: 2000, interval: 20 }).toEqual([]);
    const names = readdirSync(workspace);
    expect(names.length).toBeLessThanOrEqual(limits.workspaceFiles);
    const size = names.reduce((sum, name) => sum + statSync(join(workspace, name)).blocks * 512, 0);
    expect(size).toBeLessThanOrEqual(limits.workspaceBytes);
  });
});

describe.skipIf(missing !== undefined)(
  "T42: with a control that stays within, a command is ended that",
  () => {
    test("uses too much memory in several processes, none of which has much", async () => {
      const hold = (seconds: number) =>
        `node -e 'const b = Buffer.alloc(100 << 20, 1); setTimeout(() => console.log(b.length), ${seconds}e3)'`;
      const limits = { memory: 400 * MEBIBYTE };
      expect((await confined(hold(0.3), limits)).exitCode).toBe(0);
      const four = `${`${hold(20)} & `.repeat(4)} wait`;
      expect((await confined(four, limits)).limit).toBe("used more than 400 MiB of memory");
    });

    test("spins", async () => {
      const result = await confined("(while :; do :; done) & while :; do :; done", { cpuSeconds: 1 });
      expect(result).toMatchObject({ timedOut: false });
      expect(result.limit ?? result.exitCode).not.toBe(0);
    });

    test("fills its workspace, and the disk gets back what it wrote, but nothing else", async () => {
      const workspace = scratch();
      writeFileSync(join(workspace, "before"), "kept");
      const limits = { workspaceBytes: 64 * MEBIBYTE };
      const fill = "for i in 1 2 3 4 5 6; do head -c 20M /dev/urandom > f$i; done; sync; echo full";
      expect(await confined(fill.replace("3 4 5 6", ""), limits, { workspace })).toMatchObject({
        exitCode: 0,
      });
      const { limit } = await confined(fill, limits, { workspace });
      expect(limit).toBe("filled its workspace beyond 64 MiB or 500000 files");
      const left = readdirSync(workspace).map((name) => statSync(join(workspace, name)).size);
      expect(readdirSync(workspace)).toContain("before");
      expect(left.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(64 * MEBIBYTE);
    });

    test("fills its workspace with files", async () => {
      const workspace = scratch();
      const { limit } = await confined("seq 3000 | xargs touch", { workspaceFiles: 1000 }, { workspace });
      expect(limit).toContain("1000 files");
      expect(readdirSync(workspace).length).toBeLessThanOrEqual(1000);
    });
  },
);
