/** Limits of the real sandbox with small programs; test/system has the large ones. Each has a control that stays within. */

import { describe, expect, test } from "vitest";
import { processesWith } from "./processes.ts";
import { confined, isRoot, missing } from "./real.ts";

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
    for (const [ending, timeoutMs, abortedAfter] of [
      ["echo over", 20_000, 60_000],
      ["sleep 60", 1500, 60_000],
      ["sleep 60", 20_000, 1500],
    ] as const) {
      const signal = AbortSignal.timeout(abortedAfter);
      const { timedOut, exitCode } = await confined(`${stay}\n${ending}`, {}, { timeoutMs, signal });
      const ended = performance.now();
      expect(exitCode).toBe(ending === "echo over" ? 0 : undefined);
      expect(timedOut).toBe(timeoutMs === 1500);
      await expect.poll(() => processesWith(word), { timeout: 2000, interval: 20 }).toEqual([]);
      expect(performance.now() - ended).toBeLessThan(2000);
    }
  },
);
