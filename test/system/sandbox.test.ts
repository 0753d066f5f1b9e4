/** Attacks on the real bubblewrap sandbox from inside. Skipped, with the reason printed, where it cannot start. */

import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { bwrapSandbox } from "../../src/agent/sandbox/bwrap.ts";
import { detectSandbox } from "../../src/agent/sandbox/detect.ts";
import { processCap } from "../../src/agent/sandbox/process-cap.ts";
import type { CommandResult, Job } from "../../src/agent/sandbox/sandbox.ts";
import { processesWith } from "../agent/sandbox/processes.ts";

// Asked of bubblewrap itself, so that a driver that broke fails these tests instead of skipping them.
const plain = spawnSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], { encoding: "utf8" });
const missing = plain.error?.message ?? (plain.status === 0 ? undefined : plain.stderr.trim());
if (missing !== undefined) process.stderr.write(`sandbox tests skipped: ${missing}\n`);

test("a bubblewrap that is missing or cannot start counts as absent, with a reason", async () => {
  expect(await detectSandbox({ hostPath: "/nonexistent" })).toMatchObject({
    tier: "none",
    why: expect.stringContaining("not installed"),
  });
  const folder = mkdtempSync(join(tmpdir(), "stigmergy-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "bwrap"), "#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n", {
    mode: 0o755,
  });
  expect(await detectSandbox({ hostPath: folder })).toMatchObject({
    tier: "none",
    why: expect.stringContaining("No permissions"),
  });
});

describe.skipIf(missing !== undefined)("inside bubblewrap", () => {
  let top: string;
  let workspace: string;
  let share: string;

  beforeAll(() => {
    vi.stubEnv("STIGMERGY_TEST_SECRET", "ghs_planted_secret");
    top = realpathSync(mkdtempSync(join(tmpdir(), "stigmergy-test-")));
    workspace = join(top, "workspace");
    share = join(top, "share");
    for (const folder of [workspace, share, join(share, ".cache")]) mkdirSync(folder);
    writeFileSync(join(share, "lib.js"), "shared");
    writeFileSync(join(top, "host.txt"), "host file");
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(top, { recursive: true, force: true });
  });

  const run = (command: string, change: Partial<Job> = {}): Promise<CommandResult> =>
    bwrapSandbox().run({
      command,
      workspace,
      writable: true,
      shares: [],
      timeoutMs: 20_000,
      signal: new AbortController().signal,
      ...change,
    });

  test("it is detected", async () => {
    expect(await detectSandbox()).toMatchObject({ tier: processCap(1) ? "strong" : "weak" });
  });

  test("the workspace is writable, and files are the host's own", async () => {
    expect(await run("pwd; echo hello > made.txt")).toMatchObject({ exitCode: 0, output: "/workspace\n" });
    expect(readFileSync(join(workspace, "made.txt"), "utf8")).toBe("hello\n");
    expect(statSync(join(workspace, "made.txt")).uid).toBe(process.getuid!());
  });

  test("a read-only workspace keeps what is written from the host", async () => {
    const { exitCode } = await run("echo x > never.txt", { writable: false });
    expect(exitCode).not.toBe(0);
    expect(existsSync(join(workspace, "never.txt"))).toBe(false);
  });

  test("mounts cannot be changed, and no capability or further namespace is to be had", async () => {
    const { output } = await run(
      "mount -o remount,rw,bind /usr && echo REMOUNTED; mount -t tmpfs none /mnt && echo MOUNTED; " +
        "unshare -Ur true && echo NESTED; grep -E '^Cap(Eff|Prm|Bnd)' /proc/self/status; id -u; touch /usr/planted && echo WROTE; touch /planted && echo ROOT",
    );
    expect(output).not.toMatch(/REMOUNTED|MOUNTED|NESTED|WROTE|ROOT\n/);
    expect(output.match(/^Cap\w+:\t0+$/gm)).toHaveLength(3);
    expect(output).toMatch(/^1000$/m);
  });

  test("the host's files are not there", async () => {
    const { output } = await run(
      `for f in /etc/shadow /etc/ssl/private /root /home /var /sys ${top}/host.txt ${process.cwd()}; do test -e $f && echo "there: $f"; done; ls /; cat /etc/passwd`,
    );
    expect(output).not.toContain("there:");
    expect(output).not.toContain("root");
    expect(output).toContain("workspace");
  });

  test("no secret of our environment can be read in any process", async () => {
    expect(process.env.STIGMERGY_TEST_SECRET).toBe("ghs_planted_secret");
    const { output } = await run(
      "env; cat /proc/*/environ | tr '\\0' '\\n'; echo; ls /proc | grep -c '^[0-9]'",
    );
    expect(output).toContain("PATH=/opt/node/bin");
    expect(output).not.toContain("ghs_planted_secret");
    expect(Number(output.trim().split("\n").at(-1))).toBeLessThan(10);
  });

  test("there is no network, not even the host's loopback, but one of its own", async () => {
    const server = createServer((socket) => socket.end("reached"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.close();
    });
    const { port } = server.address() as { port: number };
    const connect = `exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3`;
    expect((await run(connect)).output).not.toContain("reached");
    expect((await run(connect, { network: true })).output).toContain("reached");
    expect((await run("cat /proc/net/route | wc -l")).output.trim()).toBe("1");
    const own = `node -e 'require("http").createServer((q,r)=>r.end("own")).listen(0,"localhost",async function(){console.log(await (await fetch("http://localhost:"+this.address().port)).text());this.close()})'`;
    expect((await run(own)).output).toBe("own\n");
  });

  test("a time-out ends the whole tree, daemons too", async () => {
    const word = `74${process.pid}.5`;
    const result = await run(`setsid sleep ${word} & (sleep ${word} &) ; sleep ${word}`, { timeoutMs: 700 });
    expect(result).toMatchObject({ exitCode: undefined, timedOut: true });
    expect(result.seconds).toBeLessThan(2.7);
    await expect.poll(() => processesWith(word)).toEqual([]);
  });

  test("daemons end with the command, and an abort ends everything", async () => {
    const word = `75${process.pid}.5`;
    expect(await run(`setsid sleep ${word} & echo done`)).toMatchObject({ exitCode: 0, output: "done\n" });
    await expect.poll(() => processesWith(word)).toEqual([]);
    const stop = new AbortController();
    const running = run(`touch started; setsid sleep ${word} & wait`, { signal: stop.signal });
    await expect.poll(() => existsSync(join(workspace, "started"))).toBe(true);
    stop.abort();
    expect(await running).toMatchObject({ exitCode: undefined, timedOut: false });
    await expect.poll(() => processesWith(word)).toEqual([]);
  });

  test("a share is readable and refuses writes, but its caches take them and forget", async () => {
    const shares = [
      { name: "packages/a/node_modules", from: share, scratch: [".cache"] },
      { name: "one.js", from: join(share, "lib.js") },
    ];
    const command =
      "cd packages/a/node_modules; cat lib.js ../../../one.js; echo x > lib.js; echo x > new.js; rm -rf ../node_modules; echo x > .cache/y && cat .cache/y";
    for (const writable of [true, false]) {
      const { output } = await run(command, { shares, writable });
      expect(output).toMatch(/^sharedshared/);
      expect(output).toMatch(/\nx\n$/);
    }
    expect(readFileSync(join(share, "lib.js"), "utf8")).toBe("shared");
    expect(existsSync(join(share, "new.js"))).toBe(false);
    expect(existsSync(join(share, ".cache/y"))).toBe(false);
  });

  test("the active Node runs in it, npm too where the host has it, and git", async () => {
    const { output } = await run(
      "node -p 'process.version + os.userInfo().username'; git init -q repo && git -C repo status -s && echo git works",
    );
    expect(output).toBe(`${process.version}agent\ngit works\n`);
    const npm = await run("npm --version");
    if (existsSync("/usr/bin/npm")) expect(npm.output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("memory and files have limits, and the temporary folder is in memory", async () => {
    const word = `stigmergy-${process.pid}`;
    const { output } = await run(
      `ulimit -d; ulimit -f; df --output=size -m /tmp | tail -1; touch /tmp/${word} && echo tmp works`,
    );
    expect(output).toMatch(/^8388608\n2097152\n +1024\ntmp works\n$/);
    expect(existsSync(`/tmp/${word}`)).toBe(false);
  });
});
