/** Finds the programs a command needs on the host: the shell, the sandbox itself, the active Node and its npm. */

import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

export const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The absolute path of an executable on `path`, or undefined. */
export function findProgram(name: string, path = SYSTEM_PATH): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** The command line that runs `command` with standard error joined to standard output, in the order written. */
export function shellLine(command: string): string[] {
  const shell = findProgram("bash") ?? "/bin/sh";
  return [shell, "-c", `exec 2>&1; exec ${shell} -c "$1"`, shell, command];
}

/** The folder of the npm package that `npm` on `path`, or the active Node's own, belongs to. */
export function findNpm(path = SYSTEM_PATH): string | undefined {
  const beside = join(dirname(process.execPath), "npm");
  const script = isExecutable(beside) ? beside : findProgram("npm", path);
  if (script === undefined) return undefined;
  const folder = dirname(dirname(realpathSync(script)));
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return undefined;
  return /"name":\s*"npm"/.test(readFileSync(manifest, "utf8")) ? folder : undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
