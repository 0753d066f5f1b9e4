/** Commits as git knows them, read in one process per question. */

import type { Git } from "./git.ts";

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

const fields = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"];
const format = `--format=${fields.join("%x00")}%x00`;

/** Commits named by revision arguments, newest first, at most `limit`. */
export async function readCommits(git: Git, directory: string, revisions: readonly string[], limit: number) {
  const args = ["log", "-z", `--max-count=${limit}`, format, ...revisions, "--"];
  const { code, stdout } = await git.run(directory, args);
  return code === 0 ? parseLog(stdout) : [];
}

/** One commit, or undefined when the repository lacks it. */
export async function readCommit(git: Git, directory: string, sha: string): Promise<Commit | undefined> {
  return (await readCommits(git, directory, [sha], 1))[0];
}

function parseLog(output: string): Commit[] {
  const parts = output.split("\0");
  const commits: Commit[] = [];
  for (let start = 0; start + fields.length <= parts.length; start += fields.length + 1) {
    commits.push(toCommit(parts.slice(start, start + fields.length)));
  }
  return commits;
}

function toCommit(parts: readonly string[]): Commit {
  const [sha = "", tree = "", parents = "", ...rest] = parts;
  const [authorName = "", authorEmail = "", authorDate = "", ...others] = rest;
  const [committerName = "", committerEmail = "", committerDate = "", message = ""] = others;
  return {
    sha,
    tree,
    parents: parents === "" ? [] : parents.split(" "),
    author: { name: authorName, email: authorEmail, date: authorDate },
    committer: { name: committerName, email: committerEmail, date: committerDate },
    message: message.replace(/\n+$/, ""),
  };
}
