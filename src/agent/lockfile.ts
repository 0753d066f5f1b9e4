/** Tells whether an earlier install still serves: a hash of the lockfiles and of all else that decides what is installed. */

import { createHash } from "node:crypto";
import { closeSync, constants, readFileSync } from "node:fs";
import { pin } from "./pin.ts";
import { openPlaceSync } from "./place.ts";

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
  const locks = lockfiles.filter((file) => textOf(folder, file) !== undefined);
  const files = [...(locks.length > 0 ? locks : manifests), ".npmrc"];
  const facts = [process.platform, process.arch, process.versions.modules, commands];
  const texts = files.map((file) => [file, textOf(folder, file) ?? ""]);
  return createHash("sha256")
    .update(JSON.stringify([facts, texts]))
    .digest("hex")
    .slice(0, 32);
}

/** A link could lead to any file of the host, or to one without end. */
function textOf(folder: string, name: string): string | undefined {
  try {
    using file = pin(folder, name);
    if (!file.stats.isFile() || file.stats.size > largest) return undefined;
    const descriptor = openPlaceSync(file, constants.O_RDONLY);
    try {
      return readFileSync(descriptor, "utf8");
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

const largest = 50_000_000;
