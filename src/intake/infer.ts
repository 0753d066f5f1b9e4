/** Guesses from the files of a commit how to install what it needs and how to test it. */

import { z } from "zod";
import type { Mirror } from "../effect/mirror.ts";

/** The first file that exists decides. Languages whose tools fetch into a home folder are not guessed. */
const setups: readonly (readonly [file: string, command: string])[] = [
  ["npm-shrinkwrap.json", "npm ci"],
  ["package-lock.json", "npm ci"],
  ["pnpm-lock.yaml", "pnpm install --frozen-lockfile"],
  ["yarn.lock", "yarn install --frozen-lockfile"],
];

/** A check that was guessed wrongly could never pass, so a file without a sign of pytest does not count. */
const pytestConfigs: readonly (readonly [file: string, sign: RegExp])[] = [
  ["pytest.ini", /^/],
  ["pyproject.toml", /^\[tool\.pytest/m],
  ["setup.cfg", /^\[tool:pytest\]/m],
  ["tox.ini", /^\[pytest\]/m],
];

/** The command that installs what the commit's lockfile names; none without a lockfile. */
export async function inferSetup(mirror: Mirror, commit: string): Promise<readonly string[]> {
  for (const [file, command] of setups) {
    if ((await mirror.readFile(commit, file)) !== undefined) return [command];
  }
  return [];
}

/** The obvious command that runs the commit's tests, or undefined. */
export async function inferCheck(mirror: Mirror, commit: string): Promise<string | undefined> {
  const read = (file: string) => mirror.readFile(commit, file);
  if (hasTestScript((await read("package.json")) ?? "")) return "npm test";
  if (/^test[ \t]*:(?!=)/m.test((await read("Makefile")) ?? "")) return "make test";
  if ((await read("Cargo.toml")) !== undefined) return "cargo test";
  if ((await read("go.mod")) !== undefined) return "go test ./...";
  for (const [file, sign] of pytestConfigs) {
    const text = await read(file);
    if (text !== undefined && sign.test(text)) return "python3 -m pytest";
  }
  return undefined;
}

const manifest = z.looseObject({ scripts: z.looseObject({ test: z.string().optional() }).optional() });

function hasTestScript(text: string): boolean {
  try {
    const script = manifest.parse(JSON.parse(text)).scripts?.test;
    return script !== undefined && script.trim() !== "" && !script.includes("no test specified");
  } catch {
    return false;
  }
}
