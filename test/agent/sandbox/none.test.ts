/** The driver without a sandbox, on real processes. */

import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { noSandbox } from "../../../src/agent/sandbox/none.ts";
import type { Job } from "../../../src/agent/sandbox/sandbox.ts";
import { processesWith } from "./processes.ts";

function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "stigmergy-test-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const job = (command: string, change: Partial<Job> = {}): Job => ({
  command,
  workspace: change.workspace ?? folder(),
  writable: true,
  shares: [],
  timeoutMs: 20_000,
  signal: new AbortController().signal,
  ...change,
});

const sandbox = noSandbox();

test("the command runs in the workspace on the active Node, with a home of its own that goes away", async () => {
  const workspace = folder();
  const { exitCode, output } = await sandbox.run(
    job("pwd; node -p process.version; echo $HOME; touch $HOME/x", { workspace }),
  );
  const [cwd, version, home] = output.split("\n");
  expect([exitCode, cwd, version]).toEqual([0, workspace, process.version]);
  expect(existsSync(home!)).toBe(false);
});

test("nothing of our environment is in the command's", async () => {
  vi.stubEnv("STIGMERGY_TEST_SECRET", "ghs_planted");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const { output } = await sandbox.run(job("env; cat /proc/self/environ", { environment: { ADDED: "yes" } }));
  expect(output).not.toContain("ghs_planted");
  expect(output).toContain("ADDED=yes");
});

test("a time-out ends the command and its children, also those in the background", async () => {
  const word = `71${process.pid}.5`;
  const result = await sandbox.run(
    job(`sleep ${word} & (sleep ${word} & sleep ${word}); wait`, { timeoutMs: 500 }),
  );
  expect(result).toMatchObject({ exitCode: undefined, timedOut: true });
  expect(result.seconds).toBeLessThan(2.5);
  await expect.poll(() => processesWith(word)).toEqual([]);
});

test("an abort ends everything as well, and an aborted job never starts", async () => {
  const word = `72${process.pid}.5`;
  const stop = new AbortController();
  const workspace = folder();
  const running = sandbox.run(job(`touch started; sleep ${word} & wait`, { workspace, signal: stop.signal }));
  await expect.poll(() => existsSync(join(workspace, "started"))).toBe(true);
  stop.abort();
  expect(await running).toMatchObject({ exitCode: undefined, timedOut: false });
  await expect.poll(() => processesWith(word)).toEqual([]);
  await sandbox.run(job("touch late", { workspace, signal: stop.signal }));
  expect(existsSync(join(workspace, "late"))).toBe(false);
});

test("what a finished command left in the background is ended, and a process that fled holds nobody up", async () => {
  const word = `73${process.pid}.5`;
  const result = await sandbox.run(job(`sleep ${word} & echo done`));
  expect(result).toMatchObject({ exitCode: 0, output: "done\n" });
  await expect.poll(() => processesWith(word)).toEqual([]);

  const fled = await sandbox.run(job("setsid sleep 8 & echo done"));
  expect(fled.exitCode).toBe(0);
  expect(fled.seconds).toBeLessThan(4);
});

test("endless output is cut while it comes, and ended when it is too much", async () => {
  const result = await sandbox.run(job("yes héllo", { timeoutMs: 60_000 }));
  expect(result.limit).toMatch(/^printed more than/);
  expect(result.output.length).toBeLessThan(30_200);
  expect(result.output).toMatch(/^héllo\nhéllo/);
  expect(result.output).toMatch(/\n\[\d{5,} characters left out here\]\n/);
});

test("shares are linked, over empty leftovers too, and files of the workspace are left alone", async () => {
  const workspace = folder();
  const from = folder();
  writeFileSync(join(from, "lib.js"), "shared");
  mkdirSync(join(workspace, "empty"));
  mkdirSync(join(workspace, "own"));
  writeFileSync(join(workspace, "own/lib.js"), "own");
  symlinkSync("/etc", join(workspace, "elsewhere"));
  const shares = ["packages/a/node_modules", "empty", "own", "elsewhere"].map((name) => ({ name, from }));
  for (const _ of ["first", "again"]) {
    const { output } = await sandbox.run(
      job("cat packages/a/node_modules/lib.js empty/lib.js own/lib.js elsewhere/lib.js", {
        workspace,
        shares,
      }),
    );
    expect(output).toBe("sharedsharedownshared");
  }
  expect(lstatSync(join(workspace, "own")).isDirectory()).toBe(true);
});

test("a share cannot be placed outside the workspace, by name or through a link", async () => {
  const workspace = folder();
  const target = folder();
  const from = folder();
  await expect(sandbox.run(job("true", { workspace, shares: [{ name: "../x", from }] }))).rejects.toThrow(
    "not inside",
  );
  symlinkSync(target, join(workspace, "packages"));
  await sandbox.run(job("true", { workspace, shares: [{ name: "packages/node_modules", from }] }));
  expect(existsSync(join(target, "node_modules"))).toBe(false);
});

test("a workspace that is not there is an error, not a result", async () => {
  await expect(sandbox.run(job("true", { workspace: join(folder(), "gone") }))).rejects.toThrow("ENOENT");
});
