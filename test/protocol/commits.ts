/** Commits of the model: the same content is the same number, so that interleavings which end alike are one state. */

import { parseLogMessage } from "../../src/codec/log-entry.ts";
import {
  parsePushed,
  parseRevertCause,
  parseReverted,
  parseTip,
  parseTrailers,
} from "../../src/codec/trailers.ts";
import type { Logged } from "../../src/domain/entry.ts";
import { type Sha, sha } from "../../src/domain/ids.ts";
import { emptyLog, foldLog, type LogView } from "../../src/domain/log.ts";
import type { Tip } from "../../src/domain/tip.ts";
import type { Link } from "../../src/domain/world.ts";

/** Every commit of the model is made at this moment. */
export const beginning = Date.UTC(2026, 0, 1);

export interface Commit {
  readonly id: number;
  readonly sha: Sha;
  readonly parents: readonly number[];
  readonly message: string;
  /** The works it holds, in order: a task's number, negative while its work breaks the check. */
  readonly tree: readonly number[];
  /** What it says as the tip of a task branch. */
  readonly tip: Tip;
  /** The task that this merge lands, or those that this commit takes back. */
  readonly lands: number | undefined;
  readonly reverts: readonly number[];
}

export const idOf = (commit: string): number => Number(commit.slice(1));

const toSha = (id: number): Sha => sha(`c${id}`);

export class Commits {
  readonly #byKey = new Map<string, Commit>();
  readonly #list: (Commit | undefined)[] = [undefined];
  readonly #ancestors = new Map<number, ReadonlySet<number>>();
  readonly #logs = new Map<number, { entries: readonly Logged[]; view: LogView }>();

  /** The commit with this content, made if there is none yet. */
  make(parents: readonly number[], message: string, tree: readonly number[]): Commit {
    const key = `${parents.join(",")}|${tree.join(",")}|${message}`;
    const known = this.#byKey.get(key);
    if (known) return known;
    const id = this.#list.length;
    const trailers = parseTrailers(message);
    const tip = parseTip(toSha(id), message);
    const commit: Commit = {
      id,
      sha: toSha(id),
      parents,
      message,
      tree,
      tip: tip.state.kind === "pushed" ? this.#pushedTip(id, parents[0]) : tip,
      lands: Number(trailers.get("Swarm-Task")) || undefined,
      reverts: parseReverted(message),
    };
    this.#byKey.set(key, commit);
    this.#list.push(commit);
    return commit;
  }

  find(parents: readonly number[], message: string, tree: readonly number[]): number | undefined {
    return this.#byKey.get(`${parents.join(",")}|${tree.join(",")}|${message}`)?.id;
  }

  get(id: number): Commit {
    const commit = this.#list[id];
    if (!commit) throw new Error(`There is no commit ${id}.`);
    return commit;
  }

  /** The commit and everything beneath it. */
  history(id: number): ReadonlySet<number> {
    const known = this.#ancestors.get(id);
    if (known) return known;
    const found = new Set<number>([id]);
    for (const parent of this.get(id).parents) for (const older of this.history(parent)) found.add(older);
    this.#ancestors.set(id, found);
    return found;
  }

  /** The newest commit beneath both: what git merges by. */
  mergeBase(ours: number, theirs: number): number | undefined {
    const beneath = this.history(theirs);
    const both = [...this.history(ours)].filter((id) => beneath.has(id));
    return both.length === 0 ? undefined : Math.max(...both);
  }

  /** The first-parent chain after a commit, oldest first (linksTo of intake/history.ts). */
  links(tip: number, since: number): readonly Link[] {
    const known = this.history(since);
    const links: Link[] = [];
    for (let at: number | undefined = tip; at !== undefined && !known.has(at); at = this.get(at).parents[0]) {
      const { sha, parents, lands, message } = this.get(at);
      const [parent, submission] = parents.map((id) => this.get(id).sha);
      const landing = lands && submission ? { task: lands, submission } : undefined;
      links.unshift({ commit: sha, parent, landing, reverts: parseRevertCause(message) });
    }
    return links;
  }

  /** The folded log at this tip; a log that is not there is empty. */
  log(tip: number): LogView {
    return tip === 0 ? emptyLog() : this.#read(tip).view;
  }

  entries(tip: number): readonly Logged[] {
    return tip === 0 ? [] : this.#read(tip).entries;
  }

  /** One of the swarm's steps or merges. */
  isOurs(commit: string): boolean {
    return parseTip(sha(commit), this.get(idOf(commit)).message).state.kind !== "pushed";
  }

  /** Somebody else's commit: it stands on our last step, if there is one (pushedTip of intake/load-world.ts). */
  #pushedTip(id: number, parent: number | undefined): Tip {
    let at = parent;
    while (at !== undefined && !parseTrailers(this.get(at).message).has("Swarm-Attempt"))
      at = this.get(at).parents[0];
    return parsePushed(toSha(id), at === undefined ? undefined : this.get(at).tip);
  }

  #read(tip: number): { entries: readonly Logged[]; view: LogView } {
    const known = this.#logs.get(tip);
    if (known) return known;
    const { parents, message } = this.get(tip);
    const older = parents[0] === undefined ? [] : this.#read(parents[0]).entries;
    const entries = [...older, ...parseLogMessage(message, beginning)];
    const read = { entries, view: foldLog(entries) };
    this.#logs.set(tip, read);
    return read;
  }
}
