/** Runs git for an audit: a repository of its own, no configuration of the machine, and nothing is ever pushed. */

import { spawn } from "node:child_process";

const fixed: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  LC_ALL: "C",
};

const options = [
  "core.hooksPath=/dev/null",
  "credential.helper=",
  "safe.directory=*",
  "protocol.ext.allow=never",
  "http.lowSpeedLimit=1",
  "http.lowSpeedTime=60",
];

/** Git could not do what was asked; the message holds its own words. */
export class GitFailed extends Error {}

/** Answers standard output; throws GitFailed. `env` holds what must not stand on a command line. */
export function git(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const all = [...options.flatMap((option) => ["-c", option]), ...args];
  return new Promise((resolve, reject) => {
    const child = spawn("git", all, {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", HOME: folder, GIT_DIR: folder, ...fixed, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString("utf8"));
      else reject(new GitFailed(Buffer.concat(err).toString("utf8").trim()));
    });
  });
}
