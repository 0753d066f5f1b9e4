/** Tells whether an earlier install still serves: a hash of the lockfiles and of all else that decides what is installed. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const lockfiles = [
  "npm-shrinkwrap.json",
  "package-lock.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "requirements.txt",
  "uv.lock",
  "poetry.lock",
  "Cargo.lock",
  "go.sum",
  "Gemfile.lock",
];

/** Count only where there is no lockfile: they change far more often. */
const manifests = [
  "package.json",
  "pyproject.toml",
  "setup.py",
  "Cargo.toml",
  "go.mod",
  "Gemfile",
  "Makefile",
];

/** Stands for what `commands` would install in `folder` on this machine, as far as lockfiles can say. */
export function lockfileHash(folder: string, commands: readonly string[]): string {
  const locks = lockfiles.filter((file) => existsSync(join(folder, file)));
  const files = [...(locks.length > 0 ? locks : manifests), ".npmrc"];
  const facts = [process.platform, process.arch, process.versions.modules, commands];
  const texts = files.map((file) => [file, textOf(folder, file)]);
  return createHash("sha256")
    .update(JSON.stringify([facts, texts]))
    .digest("hex")
    .slice(0, 32);
}

function textOf(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    return "";
  }
}
