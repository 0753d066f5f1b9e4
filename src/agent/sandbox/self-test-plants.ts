/** What the self-test plants on the host: words that nobody else uses, and a process that holds one. */

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { findProgram } from "./programs.ts";

export const SECRET_PREFIX = "planted-";

/** Looks like a secret, and is none. */
export const newSecret = (): string => `${SECRET_PREFIX}${randomUUID()}`;

const PLANTED = "STIGMERGY_SELF_TEST";

/**
 * The secret in our own environment, which a driver may hand on, and in the environment and on the command
 * line of a process of ours, until the answered function is called.
 */
export async function holdSecret(secret: string): Promise<() => void> {
  process.env[PLANTED] = secret;
  const sh = findProgram("sh") ?? "/bin/sh";
  const child = spawn(sh, ["-c", "echo up; read _", secret], {
    env: { [PLANTED]: secret },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.once("error", reject);
  child.stdout.once("data", () => resolve());
  await promise;
  return () => {
    delete process.env[PLANTED];
    child.kill("SIGKILL");
  };
}

/** The ids of living processes with the word on their command line; none where there is no `/proc`. */
export function processesNaming(word: string): number[] {
  return list("/proc")
    .filter((name) => /^\d+$/.test(name) && commandLine(name).includes(word))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
