/** The limit on processes for what root starts, held by the kernel before the watcher has looked. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hasOwnSetting, processCap } from "../../../src/agent/sandbox/process-cap.ts";
import { processesWith } from "./processes.ts";
import { confined, isRoot, missing } from "./real.ts";

const binds = isRoot && missing === undefined && processCap(0) !== undefined;

test.runIf(binds)("T42: the kernel refuses root the process beyond the limit, and not those within", () => {
  const onHost = () => readFileSync("/proc/sys/kernel/pid_max", "utf8");
  const before = onHost();
  const start = (count: number) => {
    const script = `i=0; while [ $i -lt ${count} ]; do i=$((i+1)); sleep 9 & done; echo all; kill 0`;
    const [program = "", ...words] = [...(processCap(0) ?? []), "timeout", "9", "/bin/sh", "-c", script];
    const { stdout, stderr } = spawnSync(program, words, { encoding: "utf8" });
    return stdout + stderr;
  };
  expect(start(200)).toBe("all\n");
  expect(start(310)).toMatch(/[Cc]annot fork|Resource temporarily unavailable/);
  expect(onHost()).toBe(before);
});

test.runIf(binds)("T42: what root runs in the sandbox is within that limit", async () => {
  const word = `75${process.pid}.5`;
  const ends = new AbortController();
  const running = confined(`sleep ${word}`, {}, { signal: ends.signal });
  const levels = () =>
    processesWith(word).map((pid) => /^NSpid:.*$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[0]);
  await expect.poll(levels).toContainEqual(expect.stringMatching(/^NSpid:(\s+\d+){3}$/));
  ends.abort();
  await running;
});

test.each([
  ["6.14.0-generic", true],
  ["7.0", true],
  ["6.18.44", true],
  ["6.13.9", false],
  ["5.15.0-1063-aws", false],
  ["unknown", false],
])("T42: on Linux %s the number of processes belongs to a namespace: %s", (kernel, own) => {
  expect(hasOwnSetting(kernel)).toBe(own);
});
