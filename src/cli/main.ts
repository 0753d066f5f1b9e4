/** The command line: bad input gets one sentence and exit code 2, a goal that did not end done, or is audited and found broken, exit code 1. */

import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { BadEnvironment } from "../config.ts";
import { auditCommand } from "./audit-command.ts";
import { demoCommand } from "./demo/command.ts";
import { doctorCommand } from "./doctor/command.ts";
import { forgeCommand } from "./forge-command.ts";
import { requireGit } from "./git-version.ts";
import { redact } from "./redacting.ts";
import { Refusal } from "./refusal.ts";
import { runCommand } from "./run-command.ts";
import { startCommand } from "./start-command.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

const program = new Command("stigmergy")
  .description("A swarm of coding agents that coordinates only through a repository.")
  .version(version)
  .addCommand(demoCommand())
  .addCommand(runCommand())
  .addCommand(forgeCommand())
  .addCommand(startCommand())
  .addCommand(auditCommand())
  .addCommand(doctorCommand());

for (const command of [program, ...program.commands]) {
  command.exitOverride();
  command.configureOutput({ outputError: (text, write) => write(refused(text, command)) });
}

// A reader that has seen enough, such as head, stops the program as a signal does: what runs is ended in order.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", () => process.kill(process.pid, "SIGTERM"));

redact(process.stdout, process.stderr);

// Killed together with the process that brought it the right Node.js: see bin/stigmergy.js.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();

try {
  program.hook("preAction", requireGit);
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Commander says what is wrong on one line or two; what to do is to look at the help. */
function refused(text: string, command: Command): string {
  const said = text
    .replace(/^error: /, "")
    .trim()
    .replaceAll("\n", " ")
    .replace(/\.$/, "");
  const name = command === program ? "stigmergy" : `stigmergy ${command.name()}`;
  return `stigmergy: ${said}: see ${name} --help.\n`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Refusal || error instanceof BadEnvironment) {
    process.stderr.write(`stigmergy: ${error.message}\n`);
    return 2;
  }
  process.stderr.write(`stigmergy failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}
