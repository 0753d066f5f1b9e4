/** The command line: each command is a file in commands/ that exports `usage` and `run`. */

import { readdirSync } from "node:fs";

const commands = readdirSync(new URL("commands/", import.meta.url)).map((file) => file.replace(/\.js$/, ""));

/** Runs one command and answers the exit code. */
export async function run([name, ...args], out) {
  if (!commands.includes(name)) {
    out.error(`Usage: kitchen ${commands.join(" | ")}`);
    return 2;
  }
  const command = await import(`./commands/${name}.js`);
  try {
    out.log(command.run(args));
    return 0;
  } catch (error) {
    out.error(`${error.message}\nUsage: ${command.usage}`);
    return 1;
  }
}
