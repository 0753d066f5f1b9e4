/** The mirror as a bare repository on disk, moved by the git binary. */

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Sha, sha } from "../domain/ids.ts";
import type { Weight } from "../domain/weight.ts";
import { type GitOptions, type GitResult, git, orThrow, tryGit } from "./git.ts";
import type { Commit, FileChange, MergeOutcome, Mirror, Move, Pushing, Ref } from "./mirror.ts";
import { beginBeside, makeSound, removeLocks, replace, tidy } from "./mirror-care.ts";
import { NoAccess } from "./no-access.ts";
import { Remembered } from "./remembered.ts";
import { changesBetween, differenceOf, isBounded, linesSince } from "./weigh.ts";

/**
 * Gives the header that authenticates a git request; asked before each fetch and push, and once more with a header that
 * was refused. It answers the same again when it has no better one.
 */
export type GitLogin = (refused?: string) => Promise<string>;

/** How git ends when the server did not take the header. What the server says itself begins with "remote:". */
const refusal =
  /^fatal: (Authentication failed for|could not read (Username|Password) for|unable to access .* error: 40[13]$)/m;

/** A fetch that failed for a reason that is not in the mirror. */
const isElsewhere =
  /unable to access|couldn't find remote ref|Could not re(solve|ad from)|RPC failed|early EOF|hung up|disconnect|remote error/;

const isLocked = /\.lock': File exists/;
/** Git holds a lock of a mirror for moments: one that is so many milliseconds old belongs to a git that died. */
const staleLock = 60_000;
/** So many fetches leave little enough behind. */
const upkeepEvery = 200;

const field = "%x00";
const record = "%x01";

export class GitMirror implements Mirror {
  readonly dir: string;
  readonly #url: string;
  readonly #login: GitLogin;
  readonly #lists = new Remembered(32);
  readonly #ancestors = new Remembered(2000);
  /** Who changes the folder itself waits for the last who did. */
  #mending: Promise<unknown> = Promise.resolve();
  #fetches = 0;
  readonly #bounds = new Remembered(2000);

  constructor(dir: string, url: string, login: GitLogin) {
    this.dir = dir;
    this.#url = url;
    this.#login = login;
  }

  /** Creates the bare repository if it is not there or not sound. Nothing else may use the folder meanwhile. */
  prepare(): Promise<void> {
    return makeSound(this.dir);
  }

  run(args: readonly string[], extra?: GitOptions): Promise<string> {
    return git(this.dir, args, extra);
  }

  try(args: readonly string[], extra?: GitOptions): Promise<GitResult> {
    return tryGit(this.dir, args, extra);
  }

  async fetch(branches: readonly string[]): Promise<void> {
    const args = this.#toFetch(branches);
    if (this.#fetches++ % upkeepEvery === 0) this.#mending = this.#mending.then(() => tidy(this.dir));
    const result = await this.#send(args);
    if (result.code === 0) return;
    if (isElsewhere.test(result.stderr)) orThrow(args, result);
    const mended = this.#mending.then(() => this.#mend(args));
    this.#mending = mended.catch(() => {});
    await mended;
  }

  #toFetch(branches: readonly string[]): readonly string[] {
    const specs = branches.map((branch) => `+refs/heads/${branch}:refs/forge/${branch}`);
    return ["fetch", "--quiet", "--no-tags", "--prune", "--no-write-fetch-head", this.#url, ...specs];
  }

  /** Fetches though something here is in the way. A folder that cannot what a new one can is replaced by the new one. */
  async #mend(args: readonly string[]): Promise<void> {
    await removeLocks(this.dir, staleLock);
    const result = await this.#send(args);
    if (result.code === 0) return;
    if (isElsewhere.test(result.stderr) || isLocked.test(result.stderr)) orThrow(args, result);
    const fresh = await beginBeside(this.dir);
    // All branches: other goals read theirs here, and must never find none.
    const all = this.#toFetch(["*"]);
    const { code } = await new GitMirror(fresh, this.#url, this.#login).#send(all);
    if (code !== 0) {
      await rm(fresh, { recursive: true, force: true });
      orThrow(args, result);
    }
    await replace(this.dir, fresh);
  }

  async refs(prefix: string): Promise<readonly Ref[]> {
    const format = `--format=%(refname)%00%(objectname)%00%(committerdate:unix)%00%(contents)%01`;
    const out = await this.run(["for-each-ref", format, `refs/forge/${prefix}`]);
    return out.split("\u0001").flatMap((text) => {
      const [name, commit, at, ...message] = text.replace(/^\n/, "").split("\0");
      if (!name || !commit) return [];
      return [
        {
          name: name.slice("refs/forge/".length),
          sha: sha(commit),
          at: Number(at) * 1000,
          message: message.join("\0"),
        },
      ];
    });
  }

  chain(tip: string, since?: string): Promise<readonly Commit[]> {
    const range = since ? [tip, since] : [tip];
    const get = () => this.#log(["--first-parent", since ? `${since}..${tip}` : tip]);
    return this.#lists.ask("chain", range, get);
  }

  history(head: string, base: string | undefined, trailers: readonly string[]): Promise<readonly Commit[]> {
    const saying = trailers.map((trailer) => `--grep=^${trailer}: `);
    const range = base ? [head, base] : [head];
    const get = () => this.#log([head, ...(base ? [`^${base}`] : []), ...saying]);
    return this.#lists.ask(`history ${trailers}`, range, get);
  }

  async read(commit: string): Promise<Commit | undefined> {
    return (await this.#log(["--no-walk", commit]))[0];
  }

  /** Oldest first. */
  async #log(range: readonly string[]): Promise<readonly Commit[]> {
    const format = `--format=%H${field}%P${field}%ct${field}%B${record}`;
    const out = await this.run(["log", "--reverse", "--topo-order", format, ...range]);
    return out.split("\u0001").flatMap((text) => {
      const [commit, parents, at, ...message] = text.replace(/^\n/, "").split("\0");
      if (!commit) return [];
      return [
        {
          sha: sha(commit),
          parents: (parents ?? "").split(" ").filter(Boolean).map(sha),
          at: Number(at) * 1000,
          message: message.join("\0"),
        },
      ];
    });
  }

  async commit(tree: string, parents: readonly string[], message: string): Promise<Sha> {
    const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-F", "-"];
    return sha(await this.run(args, { input: message }));
  }

  async head(branch: string): Promise<Sha> {
    return sha(await this.run(["rev-parse", "--verify", `refs/forge/${branch}`]));
  }

  treeOf(commit: string): Promise<string> {
    return this.run(["rev-parse", "--verify", `${commit}^{tree}`]);
  }

  async isAncestor(older: string, newer: string): Promise<boolean> {
    const ask = async () => {
      const { code } = await this.try(["merge-base", "--is-ancestor", older, newer]);
      if (code > 1) throw new Error("a commit that is not here");
      return code === 0;
    };
    return this.#ancestors.ask("is-ancestor", [older, newer], ask).catch(() => false);
  }

  async treeWith(
    commit: string | undefined,
    files: readonly { path: string; text: string }[],
  ): Promise<string> {
    if (files.length === 0 && commit) return this.treeOf(commit);
    const env = { GIT_INDEX_FILE: join(this.dir, `index-${randomUUID()}`) };
    try {
      await this.run(commit ? ["read-tree", commit] : ["read-tree", "--empty"], { env });
      for (const file of files) {
        const blob = await this.run(["hash-object", "-w", "--stdin"], { input: file.text });
        await this.run(["update-index", "--add", "--cacheinfo", `100644,${blob},${file.path}`], { env });
      }
      return await this.run(["write-tree"], { env });
    } finally {
      await rm(env.GIT_INDEX_FILE, { force: true });
    }
  }

  async readFile(commit: string, path: string): Promise<string | undefined> {
    const result = await this.try(["cat-file", "blob", `${commit}:${path}`]);
    return result.code === 0 ? result.stdout : undefined;
  }

  async files(commit: string): Promise<readonly string[]> {
    const out = await this.run(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit]);
    return out.split("\0").filter(Boolean);
  }

  changes(from: string, to: string): Promise<readonly FileChange[]> {
    return changesBetween(this.dir, from, to);
  }

  async pathsSince(head: string, commit: string): Promise<readonly string[]> {
    if (!(await this.isBounded(commit))) return [];
    const base = await this.try(["merge-base", head, commit]);
    const changes = await this.changes(base.code === 0 ? base.stdout.trim() : head, commit);
    return changes.map(({ path }) => path);
  }

  linesSince = (head: string, commit: string) => linesSince(this.dir, head, commit);

  isBounded(tree: string): Promise<boolean> {
    return this.#bounds.ask("bounded", [tree], () => isBounded(this.dir, tree));
  }

  weigh(from: string, to: string): Promise<Weight> {
    return differenceOf(this.dir, from, to);
  }

  async mergeTrees(ours: string, theirs: string): Promise<MergeOutcome> {
    const how = ["--write-tree", "--allow-unrelated-histories", "-z", "--name-only", "--no-messages"];
    const result = await this.try(["merge-tree", ...how, ours, theirs]);
    const [tree = "", ...files] = result.stdout.split("\0").filter(Boolean);
    if (result.code === 0) return { kind: "clean", tree };
    if (result.code === 1 && tree !== "") return { kind: "conflict", tree, files: [...new Set(files)] };
    throw new Error(`git merge-tree failed (${result.code}): ${result.stderr.trim()}`);
  }

  async push(moves: readonly Move[], atomic: boolean): Promise<Pushing> {
    const args = [
      ...["push", "--porcelain", ...(atomic ? ["--atomic"] : [])],
      ...moves.map((move) => `--force-with-lease=refs/heads/${move.branch}:${move.from ?? ""}`),
      this.#url,
      ...moves.map((move) => `${move.to ?? ""}:refs/heads/${move.branch}`),
    ];
    const result = await this.#send(args);
    const refused =
      /^!/m.test(result.stdout) || /\[(remote )?rejected\]|stale info|atomic/.test(result.stderr);
    if (result.code !== 0 && !refused) throw new Error(`git push failed: ${result.stderr.trim()}`);
    const { moved, untried } = saidOfRefs(result.stdout);
    const open = moves.map((move) => move.branch).filter((branch) => !moved.has(branch));
    return {
      moved: atomic && result.code !== 0 ? new Set() : moved,
      doubtful: new Set(open.filter((branch) => !untried.has(branch))),
      words: `${result.stdout}\n${result.stderr}`,
    };
  }

  async remoteTip(branch: string): Promise<Sha | undefined> {
    const out = await this.#ask(["ls-remote", this.#url, `refs/heads/${branch}`]);
    const found = out.split("\t")[0];
    return found ? sha(found) : undefined;
  }

  /** Like `run`, at the forge. */
  async #ask(args: readonly string[]): Promise<string> {
    return orThrow(args, await this.#send(args));
  }

  /** Like `try`, at the forge: with another login when the first was refused, since then nothing was done. */
  async #send(args: readonly string[]): Promise<GitResult> {
    const header = await this.#login();
    const result = await this.try(args, { env: loggedIn(header) });
    if (!isRefused(result)) return result;
    const other = await this.#login(header);
    const again = other === header ? result : await this.try(args, { env: loggedIn(other) });
    if (isRefused(again)) throw new NoAccess(`GitHub keeps the app's git out: ${wordsOf(again)}`);
    return again;
  }
}

/**
 * Only what git itself did not send is sure not to have moved: a request that was sent twice, since its first answer was
 * lost, is refused by the server though it moved the ref.
 */
function saidOfRefs(porcelain: string) {
  const moved = new Set<string>();
  const untried = new Set<string>();
  for (const line of porcelain.split("\n")) {
    const [, flag, branch = "", words = ""] = /^([ +*=!-])\t[^:]*:refs\/heads\/(\S+)\t(.*)/.exec(line) ?? [];
    if (flag === "!" && words.startsWith("[rejected]")) untried.add(branch);
    else if (flag && flag !== "!" && flag !== "=") moved.add(branch);
  }
  return { moved, untried };
}

const isRefused = ({ code, stderr }: GitResult): boolean => code !== 0 && refusal.test(stderr);

const wordsOf = ({ stderr }: GitResult): string => stderr.trim().split("\n").join("; ");

/** The token travels in the environment of one git, never in a URL or on a command line. */
const loggedIn = (header: string): Record<string, string> => ({
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "http.extraHeader",
  GIT_CONFIG_VALUE_0: header,
});
