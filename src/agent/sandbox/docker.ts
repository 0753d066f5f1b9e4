/** The Docker driver: a container for each command, for machines on which bubblewrap cannot start. */

import { randomUUID } from "node:crypto";
import { realpath } from "node:fs/promises";
import { posix } from "node:path";
import { commandEnvironment } from "./environment.ts";
import { type Limits, usualLimits } from "./limits.ts";
import { findProgram, SYSTEM_PATH } from "./programs.ts";
import type { CommandResult, Job, Sandbox } from "./sandbox.ts";
import { placeMountPoints } from "./share-points.ts";
import { runProgram } from "./spawn.ts";

const MEBIBYTE = 1024 * 1024;
const CONTAINER_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** `image` must have sh, git and what the goal's commands need; it is never pulled here. */
export function dockerSandbox(image: string, hostPath = SYSTEM_PATH): Sandbox {
  const docker = findProgram("docker", hostPath) ?? "docker";
  return { kind: "docker", run: (job) => runContained(docker, image, job) };
}

async function runContained(docker: string, image: string, given: Job): Promise<CommandResult> {
  const job = { ...given, workspace: await realpath(given.workspace) };
  placeMountPoints(job.workspace, job.shares);
  const name = `stigmergy-${randomUUID()}`;
  const client = { cwd: "/", environment: { PATH: SYSTEM_PATH }, outputBytes: usualLimits.outputBytes };
  try {
    return await runProgram({
      ...client,
      argv: [docker, ...containerArguments(job, image, name)],
      timeoutMs: job.timeoutMs,
      signal: job.signal,
    });
  } finally {
    // Killing the client leaves the container alive: its engine is another process.
    const signal = new AbortController().signal;
    await runProgram({ ...client, argv: [docker, "rm", "--force", name], timeoutMs: 10_000, signal });
  }
}

/** All arguments of `docker`, the command included. Whatever is mounted can hold no comma in its path. */
export function containerArguments(
  job: Job,
  image: string,
  name: string,
  limits: Limits = usualLimits,
): string[] {
  const variables = { ...commandEnvironment(CONTAINER_PATH, "/tmp"), ...job.environment };
  const mount = (from: string, to: string, isReadOnly: boolean): string[] => {
    if (from.includes(",")) throw new Error(`Docker cannot mount ${from}: its path has a comma.`);
    return ["--mount", `type=bind,source=${from},target=${to}${isReadOnly ? ",readonly" : ""}`];
  };
  return [
    ...["run", "--rm", "--pull", "never", "--name", name, "--init"],
    ...["--network", job.network === true ? "bridge" : "none"],
    ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--read-only"],
    ...["--user", `${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`],
    ...["--memory", String(limits.memory), "--memory-swap", String(limits.memory)],
    ...["--pids-limit", String(limits.tasks), "--ulimit", `nofile=${limits.openFiles}`],
    ...["--ulimit", `fsize=${limits.fileSize}`, "--ulimit", "core=0", "--ulimit", `cpu=${limits.cpuSeconds}`],
    ...(job.home === undefined
      ? ["--tmpfs", `/tmp:rw,exec,nosuid,nodev,size=${1024 * MEBIBYTE},nr_inodes=${limits.memoryFiles}`]
      : mount(job.home, "/tmp", false)),
    ...mount(job.workspace, "/workspace", !job.writable),
    ...job.shares.flatMap(({ name: share, from, scratch = [] }) => {
      const point = posix.join("/workspace", share);
      const caches = scratch.flatMap((cache) => [
        "--tmpfs",
        `${posix.join(point, cache)}:rw,size=${256 * MEBIBYTE}`,
      ]);
      return [...mount(from, point, true), ...caches];
    }),
    ...Object.entries(variables).flatMap(([variable, value]) => ["--env", `${variable}=${value}`]),
    ...["--workdir", "/workspace", "--entrypoint", "sh", image, "-c", 'exec 2>&1; exec sh -c "$1"', "sh"],
    job.command,
  ];
}
