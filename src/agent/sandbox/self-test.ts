/** Tries to break out of a sandbox before anybody is let into it: writes, reads, connects, and outlives. */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "./sandbox.ts";
import { listen } from "./self-test-listeners.ts";
import { holdSecret, newSecret, processesNaming } from "./self-test-plants.ts";
import { attemptScript } from "./self-test-script.ts";

export interface SelfTest {
  /** What got out, one phrase each; empty when nothing did. */
  readonly escapes: readonly string[];
  /** Why the attempts could not be made. */
  readonly failed?: string;
}

const TIMEOUT_MS = 20_000;
const GONE_WITHIN_MS = 2000;

/**
 * Runs every attempt in one command, and judges by what happened on the host, not by what the command
 * says, wherever that can be seen. A sandbox in which the attempts cannot be made has not been tested.
 */
export async function selfTest(sandbox: Sandbox): Promise<SelfTest> {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "stigmergy-self-test-")));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rmSync(top, { recursive: true, force: true }));
  const workspace = join(top, "workspace");
  const outside = join(top, "outside");
  for (const folder of [workspace, outside]) mkdirSync(folder);
  const inFile = newSecret();
  const inEnvironment = newSecret();
  const survivor = newSecret();
  writeFileSync(join(outside, "key.pem"), `${inFile}\n`, { mode: 0o600 });
  const listeners = await listen(outside);
  cleanup.defer(() => listeners.close());
  cleanup.defer(await holdSecret(inEnvironment));

  const command = attemptScript({ outside, survivor, targets: listeners.targets });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const result = await sandbox
    .run({ command, workspace, writable: true, shares: [], timeoutMs: TIMEOUT_MS, signal })
    .catch((error: Error) => ({ output: error.message, exitCode: undefined }));
  const { output } = result;
  const escapes = [
    output.includes(inFile) && "read a file outside the workspace",
    output.includes(inEnvironment) && "read our environment",
    readdirSync(outside).includes("planted") && "wrote outside the workspace",
    ...[...listeners.reached()].map((name) => `reached ${name} on the host`),
    ...[...output.matchAll(/^ESCAPED (.+)$/gm)].map(([, what]) => what),
    (await outlives(survivor)) && "outlived its command",
  ].filter((found) => typeof found === "string");
  const mark = readMark(workspace);
  if (escapes.length === 0 && !(output.includes("ATTEMPTS OVER") && mark === "made inside\n")) {
    const words = output.trim().split("\n").at(-1)?.slice(0, 200) || "it gave no reason";
    return { escapes, failed: words };
  }
  return { escapes };
}

async function outlives(word: string): Promise<boolean> {
  const until = performance.now() + GONE_WITHIN_MS;
  while (performance.now() < until) {
    if (processesNaming(word).length === 0) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const pid of processesNaming(word)) process.kill(pid, "SIGKILL");
  return true;
}

function readMark(workspace: string): string {
  try {
    return readFileSync(join(workspace, "mark"), "utf8");
  } catch {
    return "";
  }
}
