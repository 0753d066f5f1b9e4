/** Guesses from the files of a repository how to install what it needs and how to test it. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const VENV =
  "python3 -m venv --system-site-packages .venv && .venv/bin/python -m pip install -r requirements.txt";

/** The first file that exists decides. Languages whose tools fetch into a home folder are not guessed. */
const SETUPS: readonly (readonly [file: string, command: string])[] = [
  ["npm-shrinkwrap.json", "npm ci"],
  ["package-lock.json", "npm ci"],
  ["pnpm-lock.yaml", "pnpm install --frozen-lockfile"],
  ["yarn.lock", "yarn install --frozen-lockfile"],
  ["requirements.txt", VENV],
];

const LOCKFILES = [
  ...SETUPS.map(([file]) => file),
  "uv.lock",
  "poetry.lock",
  "Cargo.lock",
  "go.sum",
  "Gemfile.lock",
];

/** Count only where there is no lockfile: they change far more often. */
const MANIFESTS = [
  "package.json",
  "pyproject.toml",
  "setup.py",
  "Cargo.toml",
  "go.mod",
  "Gemfile",
  "Makefile",
];

const PYTEST_CONFIGS: readonly (readonly [file: string, sign: RegExp])[] = [
  ["pytest.ini", /^/],
  ["pyproject.toml", /^\[tool\.pytest/m],
  ["setup.cfg", /^\[tool:pytest\]/m],
  ["tox.ini", /^\[pytest\]/m],
];

/** The command that installs what the lockfile in `folder` names, or undefined when there is no such file. */
export function inferSetup(folder: string): string | undefined {
  return SETUPS.find(([file]) => existsSync(join(folder, file)))?.[1];
}

/** The obvious command that runs the tests of the repository in `folder`, or undefined. */
export function inferCheck(folder: string): string | undefined {
  if (hasTestScript(folder)) return "npm test";
  if (/^test[ \t]*:(?!=)/m.test(textOf(folder, "Makefile"))) return "make test";
  if (existsSync(join(folder, "Cargo.toml"))) return "cargo test";
  if (existsSync(join(folder, "go.mod"))) return "go test ./...";
  if (
    !PYTEST_CONFIGS.some(([file, sign]) => existsSync(join(folder, file)) && sign.test(textOf(folder, file)))
  ) {
    return undefined;
  }
  return inferSetup(folder) === VENV ? ".venv/bin/python -m pytest" : "python3 -m pytest";
}

/** Stands for what `commands` would install in `folder` on this machine, as far as lockfiles can say. */
export function lockfileHash(folder: string, commands: readonly string[]): string {
  const locks = LOCKFILES.filter((file) => existsSync(join(folder, file)));
  const files = [...(locks.length > 0 ? locks : MANIFESTS), ".npmrc"];
  const facts = [process.platform, process.arch, process.versions.modules, commands];
  const texts = files.map((file) => [file, textOf(folder, file)]);
  return createHash("sha256")
    .update(JSON.stringify([facts, texts]))
    .digest("hex")
    .slice(0, 32);
}

const Manifest = z.looseObject({ scripts: z.looseObject({ test: z.string().optional() }).optional() });

function hasTestScript(folder: string): boolean {
  try {
    const script = Manifest.parse(JSON.parse(textOf(folder, "package.json"))).scripts?.test;
    return script !== undefined && script.trim() !== "" && !script.includes("no test specified");
  } catch {
    return false;
  }
}

function textOf(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    return "";
  }
}
