/** The log as the simulated forge holds it: every entry up to a tip, read without the swarm's own reader. */

import type { Entry } from "../../src/domain/entry.ts";
import type { Move } from "../../src/effect/mirror.ts";
import type { Branches } from "./branches.ts";
import type { Objects } from "./objects.ts";

const known = new WeakMap<Objects, Map<string, readonly Entry[]>>();
const fence = "\nentries:\n";

/** The entries of one commit alone. */
function entriesIn(message: string): readonly Entry[] {
  const start = message.indexOf(fence);
  const lines = start === -1 ? [] : message.slice(start + fence.length).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Entry);
}

/** All entries up to this tip, oldest first; each commit is read once. */
export function entriesTo({ objects }: Branches, tip: string | undefined): readonly Entry[] {
  if (tip === undefined) return [];
  const read = known.get(objects) ?? new Map<string, readonly Entry[]>();
  known.set(objects, read);
  const missing: string[] = [];
  let below: string | undefined = tip;
  for (; below !== undefined && !read.has(below); below = objects.read(below).parents[0]) missing.push(below);
  let entries = below === undefined ? [] : (read.get(below) ?? []);
  for (const id of missing.reverse()) {
    entries = [...entries, ...entriesIn(objects.read(id).message)];
    read.set(id, entries);
  }
  return entries;
}

/** What a move of the log adds. */
export const entriesAdded = (branches: Branches, { from, to }: Pick<Move, "from" | "to">): readonly Entry[] =>
  entriesTo(branches, to).slice(entriesTo(branches, from).length);

/**
 * When the server first took a move of the branch to this commit, which is when its writer lived: a person may put
 * it back later. The beginning of all when it never did.
 */
export const movedAt = ({ transactions }: Branches, branch: string, to: string | undefined): number =>
  transactions.find(({ moves }) => moves.some((move) => move.branch === branch && move.to === to))?.at ?? 0;

/** The veto that holds on the issue or above it: the last word counts, and a retry lifts it. */
export function vetoOn(entries: readonly Entry[], issue: number) {
  const path = pathTo(entries, issue);
  const last = entries.findLast(
    (entry) => entry.kind === "command" && /^(veto|retry)$/.test(entry.word) && path.includes(entry.issue),
  );
  return last?.kind === "command" && last.word === "veto" ? last : undefined;
}

/** The issue and everything above it, as the log has it. */
function pathTo(entries: readonly Entry[], issue: number): readonly number[] {
  const name = entries.findLast((entry) => entry.kind === "recorded" && entry.number === issue);
  const planned = entries.find(
    (entry) =>
      entry.kind === "planned" &&
      name?.kind === "recorded" &&
      entry.intents.some((intent) => intent.name === name.name),
  );
  return planned?.kind === "planned" ? [issue, ...pathTo(entries, planned.plan)] : [issue];
}
