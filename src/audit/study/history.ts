/** What the integration branch holds, and what refs reach. */

import { factsOf } from "../commit-facts.ts";
import type { Commit, Evidence } from "../evidence.ts";

export interface Landing {
  readonly task: number;
  readonly commit: Commit;
  /** A commit in integration's history takes it back. */
  readonly undone: boolean;
}

export interface History {
  readonly head: string | undefined;
  /** Every known commit that integration reaches. */
  readonly reached: ReadonlySet<string>;
  readonly landings: ReadonlyMap<number, readonly Landing[]>;
  readonly reverted: ReadonlySet<number>;
}

/** Every commit counts, not only first parents: a person may have merged. */
export function readHistory(evidence: Evidence): History {
  const branch = `swarm/${evidence.goal}/integration`;
  // A person may remove the branch once its pull request is merged.
  const head = evidence.refs.get(branch) ?? evidence.pulls.find((pull) => pull.branch === branch)?.head;
  const reached = reach(evidence.commits, head === undefined ? [] : [head]);
  const found: { task: number; commit: Commit }[] = [];
  const reverts = new Map<number, number>();
  const undone = new Set<string>();
  for (const sha of reached) {
    const commit = evidence.commits.get(sha);
    if (!commit) continue;
    const facts = factsOf(commit);
    for (const task of facts.lands) found.push({ task, commit });
    for (const task of facts.reverts) reverts.set(task, (reverts.get(task) ?? 0) + 1);
    for (const one of facts.undoes) undone.add(one);
  }
  found.sort((a, b) => a.commit.at - b.commit.at);
  const landings = new Map<number, Landing[]>();
  for (const { task, commit } of found) {
    const before = landings.get(task) ?? [];
    const takenBack = undone.has(commit.sha) || before.length < (reverts.get(task) ?? 0);
    landings.set(task, [...before, { task, commit, undone: takenBack }]);
  }
  return { head, reached, landings, reverted: new Set(reverts.keys()) };
}

/** The commits that the branch itself stood at, by first parents: what came in by a merge is beside this line. */
export function ownLine({ commits }: Evidence, { head }: History): ReadonlySet<string> {
  const line = new Set<string>();
  for (let at = head; at !== undefined && !line.has(at); at = commits.get(at)?.parents[0]) line.add(at);
  return line;
}

/** The known commits that these reach, themselves included. */
export function reach(commits: ReadonlyMap<string, Commit>, from: Iterable<string>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    if (seen.has(sha)) continue;
    const commit = commits.get(sha);
    if (!commit) continue;
    seen.add(sha);
    for (const parent of commit.parents) if (!seen.has(parent)) open.push(parent);
  }
  return seen;
}
