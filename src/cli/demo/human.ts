/** The person of the demo: reads the issues like anybody, gives one directive, vetoes one task, and may break a file. */

import { setTimeout as pause } from "node:timers/promises";
import type { Octokit } from "@octokit/rest";
import { formatBranch } from "../../codec/branch-name.ts";
import { GitMirror } from "../../effect/git-mirror.ts";
import type { Where } from "../goal-run.ts";

export interface Person {
  readonly octokit: Octokit;
  readonly where: Where;
  readonly goal: number;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. */
  readonly every: number;
}

export interface Wish {
  /** The title of the issue that makes the person speak. */
  readonly seeing: string;
  /** On that issue, or on the goal. */
  readonly on: "issue" | "goal";
  readonly say: string;
}

/** Looks until the issue is there, then comments. Answers false when the run was over first. */
export async function speak(person: Person, wish: Wish): Promise<boolean> {
  const issue = await issueTitled(person, wish.seeing);
  if (issue === undefined) return false;
  await person.octokit.rest.issues.createComment({
    ...at(person),
    issue_number: wish.on === "goal" ? person.goal : issue.number,
    body: wish.say,
  });
  return true;
}

async function issueTitled(person: Person, title: string) {
  return look(person, async () => {
    const list = await person.octokit.rest.issues.listForRepo({ ...at(person), state: "all", per_page: 100 });
    return list.data.find((issue) => issue.title === title);
  });
}

/** Pushes a commit to the integration branch that breaks a file, once the task of this title has landed. */
export async function sabotage(
  person: Person,
  forge: { url: string; token: string; folder: string },
  seeing: string,
  file: { path: string; text: string },
): Promise<boolean> {
  const { owner, name } = person.where;
  const login = async () =>
    `Authorization: Basic ${Buffer.from(`x-access-token:${forge.token}`).toString("base64")}`;
  const mirror = new GitMirror(forge.folder, `${forge.url}/${owner}/${name}.git`, login);
  await mirror.prepare();
  const branch = formatBranch({ kind: "integration", goal: person.goal });
  const done = await look(person, async () => {
    const issue = await issueTitled(person, seeing);
    if (issue?.state !== "closed") return undefined;
    await mirror.fetch([branch]);
    const head = await mirror.head(branch);
    const to = await mirror.commit(await mirror.treeWith(head, [file]), [head], `Tidy ${file.path}\n`);
    return (await mirror.push([{ branch, from: head, to }], false)).moved.has(branch) ? to : undefined;
  });
  return done !== undefined;
}

/** People look again after a moment; the run's end is the end of looking. */
async function look<Found>(
  person: Person,
  once: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  while (!person.signal.aborted) {
    const found = await once();
    if (found !== undefined) return found;
    await pause(person.every, undefined, { signal: person.signal }).catch(() => {});
  }
  return undefined;
}

const at = (person: Person) => ({ owner: person.where.owner, repo: person.where.name });
