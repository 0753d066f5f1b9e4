/** The folder that keeps a run, and how to leave nothing of it when the start is refused. */

import { mkdirSync, rmdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { Refusal } from "./refusal.ts";

/** Makes the folder and those above it. What it answers takes back what was made here; folders in use stay. */
export function makeStateFolder(folder: string): () => void {
  const first = makeFolder(folder);
  if (first === undefined) return () => {};
  return () => {
    rmSync(folder, { recursive: true, force: true });
    for (let made = folder; made !== first && removeEmpty(dirname(made)); ) made = dirname(made);
  };
}

/** The first folder that had to be made, if any. */
function makeFolder(folder: string): string | undefined {
  try {
    return mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(`The state folder ${folder} cannot be made (${code}): name another with --state.`);
  }
}

function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
