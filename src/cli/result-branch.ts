/** Brings a goal's result into the user's repository as a branch of its own; nothing else there changes. */

import { git, tryGit } from "../effect/git.ts";
import { Refusal } from "./refusal.ts";

export interface Fetching {
  /** The forge's repository and its branch. */
  readonly from: string;
  readonly branch: string;
  /** The user's git folder. */
  readonly into: string;
  readonly slug: string;
}

/** A branch that is called like our prefix would make every result's name impossible. */
export async function refuseTakenPrefix(repository: string): Promise<void> {
  if ((await commitOf(repository, "stigmergy")) === undefined) return;
  throw new Refusal(
    "The repository has a branch named stigmergy, so none named stigmergy/<goal> can be made: rename it.",
  );
}

/** Answers the branch's name. One that exists with other commits is the user's, and the next suffix is taken. */
export async function fetchResult({ from, branch, into, slug }: Fetching): Promise<string> {
  const result = await commitOf(from, branch);
  for (let run = 1; ; run++) {
    const name = `stigmergy/${slug}${run === 1 ? "" : `-${run}`}`;
    const there = await commitOf(into, name);
    if (there !== undefined && there !== result) continue;
    const spec = `refs/heads/${branch}:refs/heads/${name}`;
    if (there === undefined)
      await git(into, ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", from, spec]);
    return name;
  }
}

async function commitOf(repository: string, branch: string): Promise<string | undefined> {
  const found = await tryGit(repository, ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`]);
  return found.code === 0 ? found.stdout.trim() : undefined;
}
