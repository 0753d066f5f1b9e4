/** Where `run` keeps a goal: one folder per repository and goal; a finished goal starts anew in the next one. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

const record = z.strictObject({
  instance: z.string(),
  finished: z.boolean(),
});

export type GoalState = z.infer<typeof record>;

export interface GoalPlace {
  readonly folder: string;
  /** The goal's slug with its suffix, such as `add-login-2`. */
  readonly slug: string;
}

export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50)
    .replace(/-+$/, "") || "goal";

/** `repository` is the absolute git folder. */
export function defaultFolder(home: string, repository: string, title: string): string {
  const name = basename(repository) === ".git" ? basename(dirname(repository)) : basename(repository);
  const hash = createHash("sha256").update(repository).digest("hex").slice(0, 8);
  return join(home, `${name}-${hash}`, slugOf(title));
}

/** The first of `folder`, `folder-2`, … whose goal is not finished. */
export function placeFor(folder: string, title: string): GoalPlace {
  for (let run = 1; ; run++) {
    const suffix = run === 1 ? "" : `-${run}`;
    const place = { folder: `${folder}${suffix}`, slug: `${slugOf(title)}${suffix}` };
    if (!readState(place.folder)?.finished) return place;
  }
}

export function readState(folder: string): GoalState | undefined {
  const file = join(folder, "goal.json");
  return existsSync(file) ? record.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

/** Written beside and renamed, so that a cut-off write leaves the old one. */
export function writeState(folder: string, state: GoalState): void {
  const file = join(folder, "goal.json");
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}
