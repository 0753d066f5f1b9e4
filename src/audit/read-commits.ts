/** Reads branches and commits by git: a bare clone in a temporary folder that is removed again. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Commit } from "./evidence.ts";
import { GitFailed, git } from "./git.ts";
import { logCommitOf } from "./log-lines.ts";
import { type Source, Unreadable } from "./source.ts";

export interface Branches {
  readonly refs: ReadonlyMap<string, string>;
  readonly commits: ReadonlyMap<string, Commit>;
}

/** All branches, and the commits they hold beyond the goal's base. Throws Unreadable. */
export async function readBranches(source: Source, goal: number): Promise<Branches> {
  const folder = await mkdtemp(join(tmpdir(), "stigmergy-audit-"));
  try {
    await git(folder, ["init", "--quiet", "--bare", folder]);
    await fetchAll(source, folder);
    const refs = await readRefs(folder);
    const log = refs.get(`swarm/${goal}/log`);
    const base = log === undefined ? undefined : baseIn(await readLog(folder, [log, "--first-parent"]));
    const range = await rangeOf(folder, refs, goal, base);
    return { refs, commits: await readLog(folder, range) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Trees and files are not asked for; a server that cannot leave them out sends them all. */
async function fetchAll({ gitUrl, token }: Source, folder: string): Promise<void> {
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const header = {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "http.extraHeader",
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
  const args = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=tree:0"];
  const spec = "+refs/heads/*:refs/heads/*";
  try {
    await git(folder, [...args, gitUrl, spec], token === undefined ? {} : header);
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error;
    throw new Unreadable(`git could not fetch ${gitUrl}: ${error.message.split("\n")[0]}.`);
  }
}

async function readRefs(folder: string): Promise<ReadonlyMap<string, string>> {
  const out = await git(folder, ["for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads"]);
  const lines = out.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => [line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" "))]));
}

function baseIn(log: ReadonlyMap<string, Commit>): string | undefined {
  for (const commit of log.values())
    for (const line of logCommitOf(commit).lines) if (line.kind === "accepted") return line.base;
  return undefined;
}

/** Everything beyond the base; without a base, only the goal's own branches, which then are young. */
async function rangeOf(
  folder: string,
  refs: ReadonlyMap<string, string>,
  goal: number,
  base: string | undefined,
): Promise<readonly string[]> {
  const isKnown = base !== undefined && (await git(folder, ["cat-file", "-e", base]).then(yes, no));
  if (isKnown) return ["--branches", "--boundary", `^${base}`];
  return [...refs].filter(([name]) => name.startsWith(`swarm/${goal}/`)).map(([, sha]) => sha);
}

const yes = () => true;
const no = () => false;

/** Oldest first. */
async function readLog(folder: string, range: readonly string[]): Promise<ReadonlyMap<string, Commit>> {
  if (range.length === 0) return new Map();
  const format = "--format=%H%x00%P%x00%T%x00%ct%x00%B%x01";
  const out = await git(folder, ["log", "--reverse", "--topo-order", format, ...range]);
  const commits = new Map<string, Commit>();
  for (const text of out.split("\u0001")) {
    const [sha, parents, tree, at, ...message] = text.replace(/^\n/, "").split("\0");
    if (!sha || tree === undefined) continue;
    commits.set(sha, {
      sha,
      parents: (parents ?? "").split(" ").filter((parent) => parent !== ""),
      tree,
      message: message.join("\0"),
      at: Number(at) * 1000,
    });
  }
  return commits;
}
