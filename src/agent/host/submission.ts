/** Looks at a workspace before it is submitted: claims in the hand-off are checked against the tree. */

import { shownName } from "../../codec/shown-name.ts";
import type { HandOff } from "../../domain/proposal.ts";
import { tooMuch } from "../../domain/weight.ts";
import type { Mirror } from "../../effect/mirror.ts";
import { missingDirectives } from "../worker.ts";

export interface Submitting {
  readonly mirror: Mirror;
  /** The commit the work is compared with. */
  readonly base: string;
  readonly tree: string;
  /** The files that conflicted when the workspace was opened. */
  readonly conflicts: readonly string[];
  readonly handOff: HandOff;
  /** The worker says that there was nothing to do. */
  readonly alreadyDone: boolean;
  /** The directives the worker was told of. */
  readonly directives: readonly string[];
}

/** Words for the worker when this may not be submitted; undefined when it may. */
export async function refusalOf(work: Submitting): Promise<string | undefined> {
  const changed = (await work.mirror.changes(work.base, work.tree)).map(({ path }) => path);
  if (changed.length === 0 && !work.alreadyDone)
    return "Nothing in the workspace differs from where you began. If the task was fulfilled before, say in done which command shows it, and submit with already_done.";
  if (changed.length > 0 && work.alreadyDone)
    return `already_done: but you changed ${changed.slice(0, 5).map(shownName).join(", ")}. Leave it out, or take the change back.`;
  const heavy = tooMuch(await work.mirror.weigh(work.base, work.tree));
  if (heavy) return heavy;
  const keptIn = changed.length > 0 ? await work.mirror.keptIn?.(work.base, work.tree) : undefined;
  if (keptIn) return `${keptIn} Take it out of your files, in whatever form it is there.`;
  const open = await openConflict(work.mirror, work.tree, work.conflicts);
  if (open !== undefined)
    return `${shownName(open)} still holds conflict markers: keep both sides and remove them.`;
  for (const report of work.handOff.directives) {
    if (report.honoured === "yes" && !changed.includes(report.path ?? ""))
      return `directives: you say that ${report.id} is honoured in ${report.path ?? "no file"}, but your work does not change that file. Name the file that shows it, or say no.`;
  }
  return missingDirectives(work.handOff, work.directives);
}

/** The first of these files that still holds conflict markers; undefined when none does. */
export async function openConflict(
  mirror: Pick<Mirror, "readFile">,
  tree: string,
  files: readonly string[],
): Promise<string | undefined> {
  for (const file of files) {
    const text = await mirror.readFile(tree, file);
    if (text && /^(<{7}|>{7}) /m.test(text)) return file;
  }
  return undefined;
}
