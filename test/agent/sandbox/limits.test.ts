/** Limits of the real sandbox with small programs; test/system has the large ones. Each has a control that stays within. */

import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { processesWith } from "./processes.ts";
import { confined, isRoot, missing, scratch } from "./real.ts";

const MEBIBYTE = 1024 * 1024;

describe.skipIf(missing !== undefined)("T42: a command is ended that", () => {
  test("starts too many processes", async () => {
    const some = (count: number, seconds: number) =>
      confined(`for i in $(seq ${count}); do sleep ${seconds} & done; wait; echo all`, { tasks: 40 });
    expect((await some(10, 0.3)).output).toBe("all\n");
    const { limit, output } = await some(60, 4);
    if (isRoot) expect(limit).toBe("had more than 40 processes and threads");
    else expect(output).toContain("Resource temporarily unavailable");
  });

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

  test("makes files without end in memory", async () => {
    const touch = "cd /tmp; seq 9000 | xargs touch; sleep 0.5; echo made";
    expect((await confined(touch, { memoryFiles: 10_000 })).output).toBe("made\n");
    expect((await confined(touch, { memoryFiles: 5000 })).limit).toContain("5000 files");
  });

  test("prints without end", async () => {
    const { limit, output } = await confined("yes", { outputBytes: 8 * MEBIBYTE });
    expect(limit).toBe("printed more than 8388608 bytes");
    expect(output.length).toBeLessThan(30_200);
  });

  test("opens too many files, or writes one that is too large: the kernel refuses", async () => {
    const limits = { openFiles: 64, fileSize: MEBIBYTE };
    const command =
      'node -e \'const f = require("fs"); let n = 0; try { for (;;) { f.openSync("/dev/null"); n++; } } catch (e) { console.log(e.code, n < 64); }\'; head -c 2000000 /dev/zero > big; stat -c %s big';
    const { output } = await confined(command, limits);
    expect(output).toContain("EMFILE true");
    expect(output).toMatch(/^1048576$/m);
  });

  test("fills its workspace, and the disk gets back what it wrote, but nothing else", async () => {
    const workspace = scratch();
    writeFileSync(join(workspace, "before"), "kept");
    const limits = { workspaceBytes: 64 * MEBIBYTE };
    const fill = "for i in 1 2 3 4 5 6; do head -c 20M /dev/urandom > f$i; done; sync; echo full";
    expect(await confined(fill.replace("3 4 5 6", ""), limits, { workspace })).toMatchObject({ exitCode: 0 });
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
});

test.skipIf(missing !== undefined)(
  "T42: two seconds after a command nothing of it lives, whatever it did to stay",
  async () => {
    const word = `76${process.pid}.5`;
    const stay = `
      setsid sh -c 'trap "" TERM HUP INT; sleep ${word}' &
      (setsid sh -c 'trap "" TERM; (sleep ${word} &) ; sleep ${word}' &) &
      nohup sleep ${word} >/dev/null 2>&1 & disown
      while [ $(ls /proc | grep -c '^[0-9]') -lt 7 ]; do :; done`;
    for (const [ending, timeoutMs] of [
      ["echo over", 20_000],
      ["sleep 60", 1500],
    ] as const) {
      const { timedOut } = await confined(`${stay}\n${ending}`, {}, { timeoutMs });
      const ended = performance.now();
      expect(timedOut).toBe(ending !== "echo over");
      await expect.poll(() => processesWith(word), { timeout: 2000, interval: 20 }).toEqual([]);
      expect(performance.now() - ended).toBeLessThan(2000);
    }
  },
);
