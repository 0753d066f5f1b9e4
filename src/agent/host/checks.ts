/** Runs all checks of a goal on exactly one commit, in a folder of its own. */

import type { CheckResult } from "../../domain/entry.ts";
import { heldChecks } from "../../domain/log.ts";
import type { Workspace } from "../tools/workspace.ts";
import type { Crew } from "./crew.ts";

const shown = 3000;

/** Red means red twice: a held check that fails is run once more in a fresh folder; if it passes then, it counts as passed and as flaky. */
export async function runChecks(
  crew: Crew,
  commit: string,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  const { log } = crew.options.world();
  const held = heldChecks(log);
  const results: CheckResult[] = [];
  for (const command of log.charter?.checks ?? []) {
    const first = await runCheck(crew, commit, command, signal);
    const again =
      !first.passed && held.has(command) ? await runCheck(crew, commit, command, signal) : undefined;
    results.push(again ? { ...again, runs: 2, ...(again.passed ? { flaky: true } : {}) } : first);
  }
  return results;
}

async function runCheck(
  crew: Crew,
  commit: string,
  command: string,
  signal: AbortSignal,
): Promise<CheckResult> {
  const { workspace } = await crew.openWorkspace("checks", commit, true);
  return toResult(command, await run(workspace, command, signal));
}

const run = (workspace: Workspace, command: string, signal: AbortSignal) =>
  workspace.sandbox.run({
    command,
    workspace: workspace.root,
    writable: true,
    shares: workspace.shares,
    timeoutMs: workspace.commandTimeoutMs,
    signal,
  });

const toResult = (command: string, result: Awaited<ReturnType<typeof run>>): CheckResult => ({
  command,
  passed: result.exitCode === 0,
  exitCode: result.exitCode,
  seconds: result.seconds,
  output: result.output.slice(-shown).toWellFormed(),
});
