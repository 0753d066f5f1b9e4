/** One mirror and one outbox for each repository, opened when they are first needed. */

import { join } from "node:path";
import type { Secrets } from "../gate/secrets.ts";
import { type Checkouts, gitCheckouts } from "./checkout.ts";
import { gatedMirror } from "./gated-mirror.ts";
import { type GitLogin, GitMirror } from "./git-mirror.ts";
import type { Repository } from "./github.ts";
import type { Mirror } from "./mirror.ts";
import { Outbox } from "./outbox.ts";

export interface Kept {
  readonly mirror: Mirror;
  /** Writes commits of logs. */
  readonly forLog: Mirror;
  readonly checkouts: Checkouts;
  readonly outbox: Outbox;
}

export interface MirrorsOptions {
  /** The folder of all mirrors' folders. */
  readonly state: string;
  /** Git finds `/owner/name.git` there. */
  readonly server: string;
  readonly secrets: Secrets;
}

export class Mirrors {
  readonly #options: MirrorsOptions;
  readonly #kept = new Map<string, Promise<Kept>>();

  constructor(options: MirrorsOptions) {
    this.#options = options;
  }

  /** The same mirror for the same repository, which logs in as the first who asked; one that could not be made is tried again. */
  of(where: Repository, login: GitLogin): Promise<Kept> {
    const folder = mirrorFolder(this.#options.state, where);
    const known = this.#kept.get(folder) ?? this.#open(folder, where, login);
    this.#kept.set(folder, known);
    known.catch(() => this.#kept.delete(folder));
    return known;
  }

  async #open(folder: string, { owner, repo }: Repository, login: GitLogin): Promise<Kept> {
    const { server, secrets } = this.#options;
    const mirror = new GitMirror(folder, `${server}/${owner}/${repo}.git`, login);
    await mirror.prepare();
    const gate = { home: { server, owner, repo }, secrets };
    const gated = gatedMirror(mirror, gate);
    const forLog = gatedMirror(mirror, { ...gate, isLog: true });
    return { mirror: gated, forLog, checkouts: gitCheckouts(mirror), outbox: new Outbox(gated) };
  }
}

/** Owner and name stay apart: both may hold any sign that could join them. */
export const mirrorFolder = (state: string, { owner, repo }: Repository): string =>
  join(state, "mirrors", owner, `${repo}.git`);
