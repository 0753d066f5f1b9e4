/** Each mutant is played in a process of its own until strangers are seen to interfere. */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { mutants } from "./mutants.ts";

export interface Control {
  readonly mutant: string;
  /** What was seen; undefined when nothing was, though the defence was off. */
  readonly interference: string | undefined;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
const script = fileURLToPath(new URL("mutated.ts", import.meta.url));
/** A mutant that keeps busy for ever is caught by nobody. */
const longest = 120_000;

/** One after the other, in the order of the mutants. */
export async function controls(): Promise<readonly Control[]> {
  const found: Control[] = [];
  for (const { name } of mutants) {
    const options = { cwd: root, timeout: longest, killSignal: "SIGKILL" as const };
    const { stdout } = await promisify(execFile)(process.execPath, [script, name], options);
    found.push({ mutant: name, ...(JSON.parse(stdout) as Pick<Control, "interference">) });
  }
  return found;
}
