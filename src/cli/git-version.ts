/** The git that the program needs: merges in memory came with 2.38. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Refusal } from "./refusal.ts";

/** Refuses with one sentence when git is absent or too old. */
export async function requireGit(): Promise<void> {
  const found = await promisify(execFile)("git", ["--version"]).catch(() => undefined);
  if (!found) throw new Refusal("git is not installed: install git 2.38 or newer.");
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(found.stdout) ?? [];
  if (Number(major) * 1000 + Number(minor) < 2038)
    throw new Refusal(`${found.stdout.trim()} is too old: install git 2.38 or newer.`);
}
