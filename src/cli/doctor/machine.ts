/** The programs on this machine and what they can be trusted with. */

import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Detected } from "../../agent/sandbox/detect.ts";
import { tryGit } from "../../effect/git.ts";
import { sayTier } from "../sandbox-choice.ts";
import { bad, type Finding, good, open } from "./finding.ts";

export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return good("node", version);
  return bad("node", `${version} is too old: install Node.js 22.18 or newer`);
}

/**
 * Whether git writes a value that ends in a carriage return so that it reads it back. A git that does not
 * can be led to check out a submodule into its own hooks (CVE-2025-48384). Distributions fix that without
 * a new version number, so git is tried, not asked.
 */
export async function gitFinding(): Promise<Finding> {
  const folder = await mkdtemp(join(tmpdir(), "stigmergy-doctor-"));
  try {
    const version = (await tryGit(folder, ["--version"])).stdout.trim();
    const file = ["config", "--file", join(folder, "probe")];
    const wrote = await tryGit(folder, [...file, "probe.path", "value\r"]);
    const read = await tryGit(folder, [...file, "probe.path"]);
    if (wrote.code === 0 && read.stdout === "value\r\n")
      return good("git", `${version}, and CVE-2025-48384 is mended in it`);
    return bad(
      "git",
      `${version} loses a carriage return at the end of a value (CVE-2025-48384): install a mended one, such as 2.43.7, 2.50.1 or your distribution's update`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In a machine for tests and demos none will do; `unsafe` is what the operator said about that. */
export function sandboxFinding(detected: Detected, unsafe: { none: boolean; public: boolean }): Finding {
  const line = sayTier(detected);
  if (detected.tier === "strong") return good("sandbox", line);
  if (detected.tier === "weak")
    return open(
      "sandbox",
      `${line}; public repositories ${unsafe.public ? "are worked on, because STIGMERGY_UNSAFE_PUBLIC says so" : "are not worked on"}`,
    );
  return bad(
    "sandbox",
    `${line}; ${unsafe.none ? "commands run without one, because STIGMERGY_UNSAFE_NO_SANDBOX says so" : "agents get no shell: install the package bubblewrap"}`,
  );
}

/** A folder or file that others on this machine can read is no place for keys and work. */
export async function privacyFinding(what: string, path: string): Promise<Finding> {
  const mode = await stat(path).then(
    (stats) => stats.mode,
    () => undefined,
  );
  if (mode === undefined) return good(what, `${path} is not there yet`);
  if ((mode & 0o077) === 0) return good(what, `${path}, for its owner only`);
  return open(what, `${path} can be entered or read by others on this machine: chmod go= ${path}`);
}
