/** Reads issues and comments by what changed since the last read; the copy is a cache, lost and rebuilt at any time. */

import { endingOf } from "../codec/issue-body.ts";
import { labelName } from "../codec/labels.ts";
import { type Marker, parseMarker } from "../codec/marker.ts";
import type { Gesture } from "../domain/entry.ts";
import { issueNumber } from "../domain/ids.ts";
import type { LogView } from "../domain/log.ts";
import type { Comment, Issue, Remark } from "../domain/world.ts";
import type { GitHub } from "../effect/github.ts";
import type { RawComment, RawIssue } from "../effect/github-wire.ts";
import { Authority } from "./authority.ts";
import { Gestures } from "./gestures.ts";
import { GoneIssues } from "./gone-issues.ts";

/** What is visible a little later than what came after it, as GitHub's lists may have it, is read by this overlap. */
const overlap = 10_000;
const dislikesEvery = 60_000;

/** The address of a comment on a pull request, which is no issue of ours. */
const isOnPull = /\/pull\/\d+#[^/]*$/;

export class IssueReader {
  readonly #github: GitHub;
  readonly #secret: string;
  readonly #issues = new Map<number, Issue>();
  /** Each issue as GitHub showed it last: a list may be older than the one before it. */
  readonly #shown = new Map<number, RawIssue>();
  readonly #comments = new Map<number, RawComment>();
  /** Comments that are not kept, since the log has them. */
  readonly #registered = new Set<number>();
  #isStale = false;
  /** Our app's own number: no other bot may speak for us, whatever it copies. */
  #self = 0;
  /** Comments of our own app, by id. */
  readonly #remarks = new Map<number, RawComment & { readonly marker: Marker }>();
  /** Those of its comments that do not carry its mark any more. */
  readonly #unmarked = new Map<number, Pick<RawComment, "issue" | "url">>();
  readonly #goneIssues: GoneIssues;
  readonly #authority: Authority;
  readonly #gestures: Gestures;
  readonly #dislikes = new Map<number, number>();
  #dislikesAt = Number.NEGATIVE_INFINITY;
  readonly #since: string;
  #issuesSince: Since;
  #commentsSince: Since;

  constructor(github: GitHub, secret: string, since: string) {
    this.#github = github;
    this.#goneIssues = new GoneIssues(github);
    this.#authority = new Authority(github.people);
    this.#gestures = new Gestures(github.people, this.#authority);
    this.#secret = secret;
    this.#since = before(since);
    this.#issuesSince = new Since(this.#since);
    this.#commentsSince = new Since(this.#since);
  }

  /** Our app's own number, as it was read last. */
  get self(): number {
    return this.#self;
  }

  get issues(): ReadonlyMap<number, Issue> {
    return this.#issues;
  }

  /** How many comments are kept because they may still have to be heard. */
  get waiting(): number {
    return this.#comments.size;
  }

  /** Forgets everything, so that the next read brings it all. */
  restart(): void {
    for (const kept of [this.#issues, this.#shown, this.#comments, this.#remarks, this.#unmarked])
      kept.clear();
    this.#registered.clear();
    this.#isStale = false;
    this.#issuesSince = new Since(this.#since);
    this.#commentsSince = new Since(this.#since);
  }

  /** Two requests when nothing changed, at the same addresses as before. */
  async refresh(): Promise<void> {
    if (this.#isStale) this.restart();
    const [self, issues, comments] = await Promise.all([
      this.#github.people.self(),
      this.#github.issues(this.#issuesSince.time),
      this.#github.comments(this.#commentsSince.time),
    ]);
    this.#self = self;
    for (const issue of issues) this.#see(issue);
    for (const comment of comments) this.#hear(comment);
    this.#issuesSince.note(issues);
    this.#commentsSince.note(comments);
  }

  /**
   * Those of these issues, and of all that a write did not find, that were deleted or transferred; the copy loses them.
   * The goal's stays: its text counts on.
   * `watched` are asked for though the copy has them, for nothing will be written to them. `now` is monotonic.
   */
  async gone(
    goal: number,
    recorded: readonly number[],
    watched: readonly number[],
    now: number,
  ): Promise<ReadonlySet<number>> {
    const { missing } = this.#github;
    const unfound = [...missing].filter((one) => this.#issues.has(one));
    const absent = [goal, ...recorded].filter((one) => !this.#issues.has(one));
    const suspects = [...new Set([...unfound, ...absent])];
    const { gone, found } = await this.#goneIssues.look(suspects, watched, now);
    for (const issue of found) this.#see(issue);
    for (const number of gone) if (number !== goal) this.#issues.delete(number);
    return gone;
  }

  /** What trusted people said that is not registered yet, as of now. What bots say is not even looked up. */
  unheard(
    goal: number,
    isOurs: (issue: number) => boolean,
    registered: ReadonlySet<number>,
    now: number,
  ): Promise<readonly Comment[]> {
    // Of a log that a person removed, the next one knows nothing: all that was said is read anew, next time.
    this.#isStale ||= [...this.#registered].some((id) => !registered.has(id));
    for (const { id, issue } of this.#comments.values()) {
      if (registered.has(id)) this.#registered.add(id);
      if (registered.has(id) || (!isOurs(issue) && this.#isForeign(issue))) this.#comments.delete(id);
    }
    const fresh = [...this.#comments.values()].filter((c) => !registered.has(c.id) && isOurs(c.issue));
    return this.#authority.judge(fresh, goal, now);
  }

  /**
   * The vetoes that people gave to these tasks and plans without a word. A 👎 changes no date, so that no list of changes
   * shows it: all tasks are listed for it each minute, which costs nothing while nothing changed.
   */
  async gestures(log: LogView, of: readonly number[], now: number): Promise<readonly Gesture[]> {
    if (of.length > 0 && now - this.#dislikesAt >= dislikesEvery) {
      this.#dislikesAt = now;
      const filter = { state: "all", since: this.#since } as const;
      for (const issue of await this.#github.labelled(labelName("task"), filter))
        this.#dislikes.set(issue.number, issue.dislikes);
    }
    const issues = of.flatMap((number) => this.#shown.get(number) ?? []);
    const present = issues.map((issue) => {
      const closed = this.#issues.get(issue.number)?.reported === undefined && issue.isUnplanned;
      return { ...issue, isUnplanned: closed, dislikes: this.#dislikes.get(issue.number) ?? issue.dislikes };
    });
    return this.#gestures.find(log, present, now);
  }

  /** Whoever wrote the goal's present text, where it is not the accepted one, may write. */
  isTrustedText(
    goal: Issue,
    hash: string,
    accepted: { readonly title: string; readonly text: string } | undefined,
    now: number,
  ): Promise<boolean> {
    const version = this.#shown.get(goal.number)?.updatedAt ?? "";
    return this.#authority.isTrustedText(goal.number, hash, accepted, version, now);
  }

  /** What our app said on a goal, oldest first, by `kind name` of the markers. */
  remarks(goal: number): ReadonlyMap<string, readonly Remark[]> {
    const found = new Map<string, Remark[]>();
    for (const { marker, ...comment } of this.#remarks.values()) {
      if (marker.goal !== goal) continue;
      const name = `${marker.kind} ${marker.name}`;
      const remark = { comment: comment.id, body: comment.body, url: comment.url };
      found.set(
        name,
        [...(found.get(name) ?? []), remark].sort((a, b) => a.comment - b.comment),
      );
    }
    return found;
  }

  /** Where comments of our own app on these issues do not carry its mark any more, and from which nothing is read. */
  altered(isOurs: (issue: number) => boolean): readonly string[] {
    return [...this.#unmarked.values()].flatMap(({ issue, url }) => (isOurs(issue) ? [url] : []));
  }

  /** A comment that is gone; lists never say so. */
  forget(comment: number): void {
    this.#remarks.delete(comment);
  }

  /** An issue that will never be recorded as ours: it does not carry our signature. */
  #isForeign(issue: number): boolean {
    const known = this.#issues.get(issue);
    return known !== undefined && known.intent === undefined;
  }

  #see(issue: RawIssue): void {
    this.#github.missing.delete(issue.number);
    const shown = this.#shown.get(issue.number);
    const known = this.#issues.get(issue.number);
    if (shown && (issue.updatedAt < shown.updatedAt || (known && isSame(issue, shown)))) return;
    this.#shown.set(issue.number, issue);
    this.#issues.set(issue.number, this.#toIssue(issue, known));
  }

  #hear(comment: RawComment): void {
    const known = this.#remarks.get(comment.id) ?? this.#comments.get(comment.id);
    if (known && (comment.updatedAt < known.updatedAt || comment.body === known.body)) return;
    const { id, issue, author, url } = comment;
    if (!author.isBot) {
      if (!isOnPull.test(url)) this.#comments.set(id, comment);
      return;
    }
    if (author.id !== this.#self) return;
    const marker = this.#markerIn(comment);
    this.#remarks.delete(id);
    this.#unmarked.delete(id);
    if (marker) this.#remarks.set(id, { ...comment, marker });
    else this.#unmarked.set(id, { issue, url });
  }

  /** What follows from the body is read from it once. */
  #toIssue(raw: RawIssue, last: Issue | undefined): Issue {
    const isKnown = last?.body === raw.body;
    const marker = isKnown ? undefined : this.#markerIn(raw);
    return {
      number: issueNumber(raw.number),
      nodeId: raw.node_id,
      title: raw.title,
      body: raw.body,
      open: raw.open,
      reported: isKnown ? last.reported : endingOf(raw.body),
      labels: raw.labels,
      author: raw.author,
      intent: isKnown ? last.intent : marker?.kind === "intent" ? marker.name : undefined,
    };
  }

  /** A signature can be copied, an author cannot: both have to be ours. */
  #markerIn({ author, body }: RawIssue | RawComment): Marker | undefined {
    return author.id === this.#self ? parseMarker(body, this.#secret) : undefined;
  }
}

/** In whole seconds, as GitHub takes it. */
const before = (time: string): string =>
  new Date(Date.parse(time) - overlap).toISOString().replace(/\.\d+/, "");

/** Where to read on from: a little before the newest of what was found, never earlier than until now. */
class Since {
  time: string;
  #newest = "";

  constructor(time: string) {
    this.time = time;
  }

  note(found: readonly { readonly updatedAt: string }[]): void {
    const newest = found.reduce((last, { updatedAt }) => (updatedAt > last ? updatedAt : last), this.#newest);
    if (newest === this.#newest) return;
    this.#newest = newest;
    const time = before(newest);
    if (time > this.time) this.time = time;
  }
}

/** What changes within one second carries the same time. */
const isSame = (a: RawIssue, b: RawIssue): boolean =>
  a.updatedAt === b.updatedAt &&
  a.open === b.open &&
  a.title === b.title &&
  a.body === b.body &&
  a.labels.join("\n") === b.labels.join("\n");
