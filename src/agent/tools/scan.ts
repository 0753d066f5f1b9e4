/** Runs a walk over the workspace in a thread of its own, so that no pattern can hold up everybody else. */

import { Worker } from "node:worker_threads";
import { ToolRefusal } from "../tool.ts";
import { globToRegExp } from "./glob.ts";
import type { WalkOptions } from "./walk.ts";

export interface ScanRequest extends WalkOptions {
  readonly glob: string | undefined;
  /** Without one, paths are collected instead of lines. */
  readonly pattern: { readonly source: string; readonly flags: string } | undefined;
  readonly limit: number;
  /** When the thread stops by itself and answers with what it has. */
  readonly budgetMs: number;
}

export interface ScanResult {
  readonly found: readonly string[];
  /** Matches beyond the limit; for lines only whether there was another. */
  readonly more: number;
  readonly outOfTime: boolean;
}

/** Rejects with ToolRefusal for a pattern that is none, or that takes too long on a single line or path. */
export async function scan(request: ScanRequest, signal: AbortSignal): Promise<ScanResult> {
  signal.throwIfAborted();
  refuseBroken(request);
  const worker = new Worker(new URL("./scan-thread.ts", import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  const { promise, resolve, reject } = Promise.withResolvers<ScanResult>();
  worker.once("message", resolve);
  worker.once("error", reject);
  worker.once("exit", (code) => reject(new Error(`the search ended early (${code})`)));
  const timer = setTimeout(
    () =>
      reject(new ToolRefusal("The pattern takes too long to match: use a simpler one, or grep with run.")),
    request.budgetMs * 1.5,
  );
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    await worker.terminate();
  }
}

function refuseBroken({ glob, pattern }: ScanRequest): void {
  try {
    if (glob !== undefined) globToRegExp(glob);
    if (pattern !== undefined) new RegExp(pattern.source, pattern.flags);
  } catch (error) {
    throw new ToolRefusal(`The pattern cannot be used, escape or mend it: ${(error as Error).message}`);
  }
}
