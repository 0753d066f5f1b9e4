/** Finds out whether commands can be confined here, by confining one. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bwrapSandbox } from "./bwrap.ts";
import { findProgram, SYSTEM_PATH } from "./programs.ts";

export type Detected = { readonly kind: "bwrap" } | { readonly kind: "none"; readonly why: string };

/** A bubblewrap that is installed but cannot start counts as absent; `why` is a sentence for the operator. */
export async function detectSandbox(hostPath = SYSTEM_PATH): Promise<Detected> {
  if (process.platform !== "linux") return none(`bubblewrap runs on Linux and this is ${process.platform}`);
  if (findProgram("bwrap", hostPath) === undefined) {
    return none("bubblewrap is not installed (package bubblewrap, program bwrap)");
  }
  const workspace = await mkdtemp(join(tmpdir(), "stigmergy-detect-"));
  try {
    const signal = AbortSignal.timeout(10_000);
    const job = { command: "true", workspace, writable: true, shares: [], timeoutMs: 5_000, signal };
    const result = await bwrapSandbox({ hostPath }).run(job);
    if (result.exitCode === 0) return { kind: "bwrap" };
    const words = result.output.trim().split("\n")[0] || "it gave no reason";
    return none(`bubblewrap is installed but cannot start here: ${words}`);
  } catch (error) {
    return none(`bubblewrap is installed but cannot start here: ${(error as Error).message}`);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

const none = (why: string): Detected => ({ kind: "none", why });
