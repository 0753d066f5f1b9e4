/** One mirror and one outbox for each repository, opened when they are first needed. */

import { join } from "node:path";
import { type GitLogin, GitMirror } from "./git-mirror.ts";
import type { Repository } from "./github.ts";
import { Outbox } from "./outbox.ts";

export interface Kept {
  readonly mirror: GitMirror;
  readonly outbox: Outbox;
}

export class Mirrors {
  readonly #state: string;
  readonly #gitUrl: string;
  readonly #kept = new Map<string, Promise<Kept>>();

  /** `state` is the folder of all mirrors' folders; git finds `/owner/name.git` at `gitUrl`. */
  constructor(state: string, gitUrl: string) {
    this.#state = state;
    this.#gitUrl = gitUrl;
  }

  /** The same mirror for the same repository, which logs in as the first who asked; one that could not be made is tried again. */
  of(where: Repository, login: GitLogin): Promise<Kept> {
    const folder = mirrorFolder(this.#state, where);
    const known = this.#kept.get(folder) ?? this.#open(folder, where, login);
    this.#kept.set(folder, known);
    known.catch(() => this.#kept.delete(folder));
    return known;
  }

  async #open(folder: string, { owner, repo }: Repository, login: GitLogin): Promise<Kept> {
    const mirror = new GitMirror(folder, `${this.#gitUrl}/${owner}/${repo}.git`, login);
    await mirror.prepare();
    return { mirror, outbox: new Outbox(mirror) };
  }
}

/** Owner and name stay apart: both may hold any sign that could join them. */
export const mirrorFolder = (state: string, { owner, repo }: Repository): string =>
  join(state, "mirrors", owner, `${repo}.git`);
