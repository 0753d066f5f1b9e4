/** The tool that runs a shell command in the workspace. */

import { z } from "zod";
import { butForHosts, type CommandResult, NotStarted } from "../sandbox/sandbox.ts";
import type { Tool } from "../tool.ts";
import type { Workspace } from "./workspace.ts";

const schema = z.strictObject({
  command: z
    .string()
    .min(1)
    .max(20_000)
    .describe("A shell command, run by bash in the root of the workspace. Its folder does not outlive it."),
  timeout_seconds: z
    .number()
    .positive()
    .optional()
    .describe("End the command after this long. Default, and most: what the workspace allows."),
});

/** Answers with the exit code first, then what the command printed. A failing command is an answer, not a refusal. */
export function run(workspace: Workspace): Tool<z.infer<typeof schema>> {
  const rights = workspace.writable
    ? ""
    : " Files of the workspace can be read, not changed; /tmp can be written.";
  return {
    name: "run",
    description: `Run a shell command in the workspace. There is no input, and no network${butForHosts(workspace.sandbox)}; everything it starts ends with it. The exit code of a pipe is that of its last command.${rights}`,
    schema,
    isEvidence: true,
    async run({ command, timeout_seconds: seconds = Number.POSITIVE_INFINITY }, signal) {
      const { root, sandbox, writable, shares, commandTimeoutMs } = workspace;
      const timeoutMs = Math.min(seconds * 1000, commandTimeoutMs);
      const result = await sandbox
        .run({ command, workspace: root, writable, shares, timeoutMs, signal })
        .catch(whyNotStarted);
      signal.throwIfAborted();
      if (typeof result === "string") return result;
      return `${ending(result)}\n${result.output.trimEnd() || "[no output]"}`;
    },
  };
}

/** A machine that was too busy for one command costs the agent an answer, not its run and its grant. */
function whyNotStarted(error: unknown): string {
  if (error instanceof NotStarted) return `not started: ${error.message}; try again`;
  throw error;
}

function ending({ exitCode, timedOut, limit, seconds }: CommandResult): string {
  const time = `${seconds.toFixed(1)} s`;
  if (timedOut) return `ended after ${time}: it took too long`;
  if (limit !== undefined) return `ended after ${time}: it ${limit}`;
  return exitCode === undefined ? `killed (${time})` : `exit code ${exitCode} (${time})`;
}
