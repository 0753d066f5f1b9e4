/** The goal's log: a chain of small commits with one writer. Whoever finds it moved is no longer the steward. */

import { formatLogMessage, parseLogMessage } from "../codec/log-entry.ts";
import type { Entry, Logged } from "../domain/entry.ts";
import type { Sha } from "../domain/ids.ts";
import { type Pushed, pushAtomically } from "./atomic-push.ts";
import type { Mirror, Move } from "./mirror.ts";
import { NoAccess } from "./no-access.ts";
import type { Outbox } from "./outbox.ts";

export class LostStewardship extends Error {}

/** A file kept beside the entries, such as a transcript. */
export interface Attachment {
  readonly path: string;
  readonly text: string;
}

export class LogBranch {
  readonly #mirror: Mirror;
  readonly #outbox: Outbox;
  readonly branch: string;
  #read: { tip: Sha; entries: readonly Logged[] } | undefined;
  #tip: Sha | undefined;

  constructor(mirror: Mirror, outbox: Outbox, branch: string) {
    this.#mirror = mirror;
    this.#outbox = outbox;
    this.branch = branch;
  }

  /** What was read or written last. */
  get tip(): Sha | undefined {
    return this.#tip;
  }

  /** All entries up to this fetched tip; none without one, when the next entry begins the log. Only what is new since the last read is parsed. */
  async read(tip: Sha | undefined): Promise<readonly Logged[]> {
    const last = this.#read;
    this.#tip = tip;
    if (tip === undefined) return [];
    if (last?.tip === tip) return last.entries;
    const known = last && (await this.#mirror.isAncestor(last.tip, tip)) ? last : undefined;
    const commits = await this.#mirror.chain(tip, known?.tip);
    const fresh = commits.flatMap((commit) => parseLogMessage(commit.message, commit.at));
    this.#read = { tip, entries: [...(known?.entries ?? []), ...fresh] };
    return this.#read.entries;
  }

  /** Adds entries in one commit on the tip that was read or written last; `kept` stay reachable as further parents. */
  async append(
    subject: string,
    entries: readonly Entry[],
    attachments: readonly Attachment[] = [],
    kept: readonly Sha[] = [],
  ): Promise<void> {
    const own = await this.#next(subject, entries, attachments, kept);
    if (!(await this.#outbox.move(own))) throw await this.#whyNot(own);
    this.#tip = own.to;
  }

  /**
   * Adds entries together with moves of other branches, all or none: who is not the steward any more moves nothing.
   * Where the branches move to stays reachable from here, whatever a person makes of them.
   */
  async appendWith(subject: string, entries: readonly Entry[], moves: readonly Move[]): Promise<Pushed> {
    const kept = new Set(moves.flatMap(({ to }) => to ?? []));
    const own = await this.#next(subject, entries, [], [...kept]);
    const pushed = await pushAtomically(this.#mirror, [...moves, own]);
    if (pushed.kind === "moved") this.#tip = own.to;
    return pushed;
  }

  /** A log that nobody moved is one that the server keeps from us. */
  async #whyNot({ branch, from }: Move): Promise<Error> {
    if ((await this.#mirror.remoteTip(branch)) !== from)
      return new LostStewardship(`The log ${branch} moved: another instance is the steward now.`);
    return new NoAccess(
      `The server did not take a push to ${branch}: if that lasts, a rule of the repository protects the branch from the app.`,
    );
  }

  async #next(
    subject: string,
    entries: readonly Entry[],
    attachments: readonly Attachment[] = [],
    kept: readonly Sha[] = [],
  ) {
    const from = this.#tip;
    const tree = await this.#mirror.treeWith(from, attachments);
    const parents = [...(from ? [from] : []), ...kept];
    const to = await this.#mirror.commit(tree, parents, formatLogMessage(subject, entries));
    return { branch: this.branch, from, to };
  }
}
