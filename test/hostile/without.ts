/** What a function of these tests answers with a defence switched off: it is called in a process whose source is changed. */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { SourceChange } from "../simulate/mutate.ts";

export interface Asked {
  readonly changes: readonly SourceChange[];
  /** From here. */
  readonly module: string;
  readonly name: string;
  readonly argument: unknown;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const script = fileURLToPath(new URL("changed.ts", import.meta.url));
/** What keeps busy for ever shows nothing. */
const longest = 120_000;

export async function without<Answer>(asked: Asked): Promise<Answer> {
  const options = { cwd: root, timeout: longest, killSignal: "SIGKILL" as const };
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(asked)], options);
  return JSON.parse(stdout) as Answer;
}
