/** Reads issues and comments by what changed since the last read; the copy is a cache, lost and rebuilt at any time. */

import { createHash } from "node:crypto";
import { parseCommand } from "../codec/command-line.ts";
import { hasEnding } from "../codec/issue-body.ts";
import { parseMarker } from "../codec/marker.ts";
import { issueNumber } from "../domain/ids.ts";
import type { Comment, Issue, Remark } from "../domain/world.ts";
import type { GitHub } from "../effect/github.ts";
import type { Author, RawComment, RawIssue } from "../effect/github-wire.ts";

/** How long a stranger's lack of permission is believed before it is looked up again. */
const distrust = 10 * 60_000;

export class IssueReader {
  readonly #github: GitHub;
  readonly #secret: string;
  readonly #issues = new Map<number, Issue>();
  readonly #comments = new Map<number, RawComment>();
  readonly #strangers = new Map<string, number>();
  readonly #writers = new Map<string, boolean>();
  #issuesSince: string;
  #commentsSince: string;

  constructor(github: GitHub, secret: string, since: string) {
    this.#github = github;
    this.#secret = secret;
    this.#issuesSince = since;
    this.#commentsSince = since;
  }

  get issues(): ReadonlyMap<number, Issue> {
    return this.#issues;
  }

  /** Two requests when nothing changed. */
  async refresh(): Promise<void> {
    const [issues, comments] = await Promise.all([
      this.#github.issues({ since: this.#issuesSince, state: "all" }),
      this.#github.comments(this.#commentsSince),
    ]);
    for (const issue of issues) this.#issues.set(issue.number, toIssue(issue, this.#secret));
    for (const comment of comments) this.#comments.set(comment.id, comment);
    this.#issuesSince = issues.at(-1)?.updatedAt ?? this.#issuesSince;
    this.#commentsSince = comments.at(-1)?.updatedAt ?? this.#commentsSince;
  }

  /** People's comments that are not registered yet, each with its author's permission as of now. */
  async unheard(
    isOurs: (issue: number) => boolean,
    registered: ReadonlySet<number>,
    now: number,
  ): Promise<readonly Comment[]> {
    const fresh = [...this.#comments.values()].filter(
      (c) => !registered.has(c.id) && !c.author.isBot && isOurs(c.issue),
    );
    const heard: Comment[] = [];
    for (const comment of fresh.sort((a, b) => a.id - b.id)) {
      heard.push(toComment(comment, await this.#mayWrite(comment, now)));
    }
    return heard;
  }

  /** Whether the person who wrote the goal's present text may write. Asked once per text. */
  async isTrustedText(goal: Issue, hash: string, edited: boolean): Promise<boolean> {
    const known = this.#writers.get(hash);
    if (known) return known;
    const writer: Author | undefined = edited
      ? await this.#github.lastWriter(goal.number)
      : { ...goal.author, isBot: false };
    const trusted = writer !== undefined && !writer.isBot && (await this.#github.mayWrite(writer));
    this.#writers.set(hash, trusted);
    return trusted;
  }

  /** What our app said on a goal, oldest first, by `kind name` of the markers. */
  remarks(goal: number): ReadonlyMap<string, readonly Remark[]> {
    const found = new Map<string, Remark[]>();
    for (const comment of [...this.#comments.values()].sort((a, b) => a.id - b.id)) {
      const marker = comment.author.isBot ? parseMarker(comment.body, this.#secret) : undefined;
      if (marker?.goal !== goal) continue;
      const name = `${marker.kind} ${marker.name}`;
      const remark = { comment: comment.id, body: comment.body, url: comment.url };
      found.set(name, [...(found.get(name) ?? []), remark]);
    }
    return found;
  }

  /** A comment that is gone; lists never say so. */
  forget(comment: number): void {
    this.#comments.delete(comment);
  }

  async #mayWrite(comment: RawComment, now: number): Promise<boolean> {
    const key = `${comment.id} ${comment.updatedAt}`;
    if (now - (this.#strangers.get(key) ?? -distrust) < distrust) return false;
    const trusted = await this.#github.mayWrite(comment.author);
    if (!trusted) this.#strangers.set(key, now);
    return trusted;
  }
}

const toIssue = (raw: RawIssue, secret: string): Issue => ({
  number: issueNumber(raw.number),
  nodeId: raw.node_id,
  title: raw.title,
  body: raw.body,
  open: raw.open,
  reported: hasEnding(raw.body),
  labels: raw.labels,
  author: raw.author,
  intent: intentOf(raw, secret),
});

function intentOf(raw: RawIssue, secret: string): string | undefined {
  const marker = raw.author.isBot ? parseMarker(raw.body, secret) : undefined;
  return marker?.kind === "intent" ? marker.name : undefined;
}

const toComment = (raw: RawComment, trusted: boolean): Comment => ({
  comment: raw.id,
  issue: issueNumber(raw.issue),
  user: raw.author.id,
  login: raw.author.login,
  hash: createHash("sha256").update(raw.body).digest("hex"),
  body: raw.body,
  trusted,
  command: parseCommand(raw.body),
});
