/** The command line of the Docker driver, and what it does when there is no engine: more cannot be tried without one. */

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { containerArguments, dockerSandbox } from "../../../src/agent/sandbox/docker.ts";
import type { Job } from "../../../src/agent/sandbox/sandbox.ts";
import { scratch } from "./real.ts";

const job = (change: Partial<Job> = {}): Job => ({
  command: "npm test; echo $HOME",
  workspace: "/srv/place",
  writable: true,
  shares: [{ name: "node_modules", from: "/store/node_modules", scratch: [".cache"] }],
  timeoutMs: 5000,
  signal: new AbortController().signal,
  ...change,
});

test("T22 T23 T42: a container has no network, no rights, limits, and only what is mounted", () => {
  const line = containerArguments(job(), "node:24", "one").join(" ");
  for (const part of [
    ...[
      "--network none",
      "--cap-drop ALL",
      "--security-opt no-new-privileges",
      "--read-only",
      "--pull never",
    ],
    ...["--memory ", "--memory-swap ", "--pids-limit 1024", "--ulimit nofile=4096", "--ulimit core=0"],
    "source=/srv/place,target=/workspace --mount",
    "source=/store/node_modules,target=/workspace/node_modules,readonly",
  ])
    expect(line).toContain(part);
  expect(line).not.toMatch(/--privileged|docker\.sock|--network (host|bridge)/);
  expect(line.endsWith('node:24 -c exec 2>&1; exec sh -c "$1" sh npm test; echo $HOME')).toBe(true);
  const closed = containerArguments(job({ writable: false, network: true }), "node:24", "one").join(" ");
  expect(closed).toContain("target=/workspace,readonly");
  expect(closed).toContain("--network bridge");
  expect(() => containerArguments(job({ workspace: "/a,readonly=false" }), "x", "one")).toThrow("comma");
});

test("T42: the container is removed by its name, also when the client was killed", async () => {
  const folder = scratch();
  const told = join(folder, "told");
  writeFileSync(join(folder, "docker"), `#!/bin/sh\necho "$*" >> ${told}\n[ "$1" = run ] && sleep 20\n`);
  chmodSync(join(folder, "docker"), 0o755);
  const sandbox = dockerSandbox("node:24", folder);
  const result = await sandbox.run(job({ workspace: folder, shares: [], timeoutMs: 300 }));
  expect(result.timedOut).toBe(true);
  const [run = "", remove = ""] = readFileSync(told, "utf8")
    .trim()
    .split("\n")
    .filter((line) => /^r/.test(line));
  expect(remove).toBe(`rm --force ${/--name (\S+)/.exec(run)?.[1]}`);
});
