/** Git as an onlooker uses it: on the forge's bare repositories, and to make the source of all of them. */

import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const env = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
};

/** What git says; rejects when it fails. */
export async function git(directory: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", [...args], { cwd: directory, env, maxBuffer: 2 ** 26 });
  return stdout.trim();
}

/** A repository with these files on main; its folder. */
export async function sourceWith(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(folder, { recursive: true });
  await git(folder, "init", "--quiet", "--initial-branch=main");
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  await git(folder, "add", "--all");
  await git(folder, "commit", "--quiet", "--message=The beginning");
  return folder;
}
