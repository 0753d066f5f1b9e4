/** Chains of landings on integration or in a candidate, for tests of decisions about red. */

import type { Entry } from "../../src/domain/entry.ts";
import type { Sha } from "../../src/domain/ids.ts";
import type { Link, World } from "../../src/domain/world.ts";
import { aSha, aTip, checked, submitted } from "./builders.ts";

export const mergeOf = (task: number): Sha => aSha(`merge ${task}`);

/** Landings of these tasks, oldest first, on a commit. */
export const aChain = (onto: Sha, tasks: readonly number[]): readonly Link[] =>
  tasks.map((task, index) => ({
    commit: mergeOf(task),
    parent: index === 0 ? onto : mergeOf(tasks[index - 1] ?? 0),
    landing: { task, submission: aTip(submitted).sha },
    reverts: undefined,
  }));

/** A commit that no task landed. */
export const aForeignLink = (name: string, parent: Sha): Link => ({
  commit: aSha(name),
  parent,
  landing: undefined,
  reverts: undefined,
});

export const aRevertLink = (name: string, parent: Sha): Link => ({
  ...aForeignLink(name, parent),
  reverts: "red",
});

/** The parts of a world whose integration is these links ahead of green. */
export const ahead = (
  green: Sha,
  links: readonly Link[],
): Pick<World, "green" | "sinceGreen" | "integration"> => ({
  green,
  sinceGreen: links,
  integration: { head: links.at(-1)?.commit ?? green, landed: new Map(), reverted: new Map() },
});

/** A run that was not on the head. */
export const checkedFor = (
  why: "bisect" | "gate",
  commit: Sha,
  passed = true,
  command = "npm test",
): Extract<Entry, { kind: "checked" }> => ({
  ...(checked(commit, passed, command) as Extract<Entry, { kind: "checked" }>),
  why,
});
