/** Finds out how well commands can be confined here, by trying to break out. */

import { spawnSync } from "node:child_process";
import { type BwrapOptions, bwrapSandbox } from "./bwrap.ts";
import { dockerSandbox } from "./docker.ts";
import { processCap } from "./process-cap.ts";
import { findProgram, SYSTEM_PATH } from "./programs.ts";
import type { Sandbox } from "./sandbox.ts";
import { systemCallFilter } from "./seccomp.ts";
import { selfTest } from "./self-test.ts";

/**
 * - `strong`: every attempt of the self-test failed, and every second layer and limit is there.
 * - `weak`: every attempt failed, but something is missing; `lacks` says what, one phrase each.
 * - `none`: there is no sandbox, or something got out of it; `why` is a sentence without its full stop.
 */
export type Detected =
  | { readonly tier: "strong"; readonly sandbox: Sandbox }
  | { readonly tier: "weak"; readonly sandbox: Sandbox; readonly lacks: readonly string[] }
  | { readonly tier: "none"; readonly why: string };

export type Tier = Detected["tier"];

/** A bubblewrap that is installed but cannot start, or that lets anything out, counts as absent. */
export async function detectSandbox({
  hostPath = SYSTEM_PATH,
  allowedHosts = [],
  ...options
}: BwrapOptions = {}): Promise<Detected> {
  if (process.platform !== "linux") return none(`bubblewrap runs on Linux and this is ${process.platform}`);
  const bwrap = findProgram("bwrap", hostPath);
  if (bwrap === undefined) return none("bubblewrap is not installed (package bubblewrap, program bwrap)");
  const sealsUsers = knows(bwrap, "--disable-userns");
  const lacks = [
    ...(sealsUsers ? [] : ["bubblewrap 0.8 or newer, which closes user namespaces"]),
    ...(findProgram("prlimit") === undefined ? ["prlimit (package util-linux), which limits processes"] : []),
    ...(processCap(1) === undefined
      ? [
          "a limit on processes that binds root (it needs Linux 6.14, setpriv and unshare; any other user has one)",
        ]
      : []),
    ...(allowedHosts.length > 0 ? [`a closed network: commands reach ${allowedHosts.join(", ")}`] : []),
    ...(systemCallFilter() === undefined ? [`a filter of system calls for ${process.arch}`] : []),
  ];
  return judge(bwrapSandbox({ ...options, allowedHosts, hostPath, sealsUsers }), lacks);
}

/**
 * Docker is weak at best: its engine runs as root outside of every limit of ours, nothing measures the workspace
 * while a command runs, and how well an image is closed is not ours to know.
 */
export async function detectDocker(image: string): Promise<Detected> {
  if (findProgram("docker") === undefined) return none("docker is not installed (program docker)");
  return judge(dockerSandbox(image), ["a limit on the workspace", "an engine that does not run as root"]);
}

/** Lets the self-test loose on a sandbox. `lacks` are layers known to be missing. */
export async function judge(sandbox: Sandbox, lacks: readonly string[]): Promise<Detected> {
  const { escapes, failed } = await selfTest(sandbox);
  if (failed !== undefined)
    return none(`${nameOf(sandbox)} cannot start here or cannot be tested: ${failed}`);
  if (escapes.length > 0) return none(`a command in ${nameOf(sandbox)} ${listed(escapes)}`);
  return lacks.length === 0 ? { tier: "strong", sandbox } : { tier: "weak", sandbox, lacks };
}

const none = (why: string): Detected => ({ tier: "none", why });

const nameOf = (sandbox: Sandbox): string => (sandbox.kind === "bwrap" ? "bubblewrap" : sandbox.kind);

const listed = (escapes: readonly string[]): string =>
  escapes.length > 4
    ? `${escapes.slice(0, 4).join(", ")}, and more (${escapes.length} ways out)`
    : escapes.join(", ");

/** By its help, because distributions number their versions as they like. */
function knows(bwrap: string, option: string): boolean {
  const { stdout, stderr } = spawnSync(bwrap, ["--help"], { encoding: "utf8", env: {}, timeout: 5000 });
  return `${stdout}${stderr}`.includes(option);
}
