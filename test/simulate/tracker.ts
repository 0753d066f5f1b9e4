/** The issues side of the simulated forge: issues, comments, milestones, labels and pull requests, with their history. */

import { HttpError } from "./network.ts";

export interface User {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot";
  /** As the collaborators' route says it; maintain and triage come down to write and read there. */
  readonly permission: "none" | "read" | "write";
}

export const people = {
  ada: { id: 1, login: "ada", type: "User", permission: "write" },
  app: { id: 2, login: "swarm[bot]", type: "Bot", permission: "none" },
  eve: { id: 3, login: "eve", type: "User", permission: "read" },
} as const satisfies Record<string, User>;

export interface SimulatedIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly labels: readonly string[];
  readonly author: User;
  readonly editor: User | undefined;
  readonly milestone: number | undefined;
  readonly parent: number | undefined;
  /** Who gave it a 👎; nobody when absent. */
  readonly dislikes?: readonly User[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SimulatedComment {
  readonly id: number;
  readonly issue: number;
  readonly author: User;
  readonly body: string;
  /** It stands on a pull request. */
  readonly isOnPull?: true;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Milestone {
  readonly number: number;
  readonly title: string;
  state: "open" | "closed";
  description: string;
}

export interface Pull {
  readonly number: number;
  readonly head: string;
  readonly body: string;
}

export interface Write {
  readonly at: number;
  readonly by: string;
  readonly what: string;
}

/** Told of each change of an issue, who did it, and whether it is one of its comments. */
export type Heard = (issue: number, by: User, isComment: boolean) => void;

const longest = 65_536;

export class Tracker {
  /** Every state each issue was ever in, oldest first; lists may be shown as they were. */
  readonly issues = new Map<number, SimulatedIssue[]>();
  readonly comments = new Map<number, SimulatedComment[]>();
  readonly milestones: Milestone[] = [];
  /** The repository's own, each with its number: one that was deleted and made again is another. */
  readonly labels = new Map<string, number>();
  readonly pulls: Pull[] = [];
  readonly pins = new Set<number>();
  readonly writes: Write[] = [];
  /** Those whom the forge knows. */
  readonly everybody: User[] = Object.values(people);
  readonly #now: () => number;
  readonly #heard: Heard;
  /** An issue lost a label and kept its date: who has it in memory is told by no list. */
  isUndated = false;
  #lastNumber: number;
  #lastComment: number;
  #lastLabel = 0;
  #lastMilestone = 0;

  /** Below the first number, issues and comments may be put in that nobody of the run wrote. */
  constructor(now: () => number, heard: Heard, firstNumber = 1) {
    this.#lastNumber = firstNumber - 1;
    this.#lastComment = firstNumber + 99;
    this.#now = now;
    this.#heard = heard;
  }

  issue(number: number): SimulatedIssue {
    const issue = this.issues.get(number)?.at(-1);
    if (!issue) throw new HttpError(404, "Not Found");
    return issue;
  }

  comment(id: number): SimulatedComment {
    const comment = this.comments.get(id)?.at(-1);
    if (!comment) throw new HttpError(404, "Not Found");
    return comment;
  }

  createIssue(
    by: User,
    fields: Pick<SimulatedIssue, "title" | "body" | "labels" | "milestone" | "parent">,
  ): SimulatedIssue {
    const at = this.#now();
    const number = ++this.#lastNumber;
    const issue = {
      ...fields,
      ...{ number, state: "open" as const, author: by, editor: undefined, createdAt: at, updatedAt: at },
    };
    this.issues.set(number, [issue]);
    this.#note(by, `issue #${number}`, number);
    return issue;
  }

  deleteIssue(by: User, number: number): void {
    this.issue(number);
    this.issues.delete(number);
    this.#note(by, `deletion of #${number}`, number);
  }

  /** As GitHub was seen to do, a body that is too long is taken without a word, and the old one kept. */
  changeIssue(by: User, number: number, change: Partial<SimulatedIssue>): void {
    const before = this.issue(number);
    const body = (change.body?.length ?? 0) > longest ? before.body : (change.body ?? before.body);
    const isEdit = body !== before.body || (change.title ?? before.title) !== before.title;
    const editor = isEdit ? by : before.editor;
    const after = { ...before, ...change, body, editor, updatedAt: this.#now() };
    this.issues.get(number)?.push(after);
    this.#note(by, `change of #${number}`, number);
  }

  /** The issue counts as changed then. */
  addComment(by: User, issue: number, body: string): SimulatedComment {
    this.issue(issue);
    const at = this.#now();
    const comment = { id: ++this.#lastComment, issue, author: by, body, createdAt: at, updatedAt: at };
    this.comments.set(comment.id, [comment]);
    this.issues.get(issue)?.push({ ...this.issue(issue), updatedAt: at });
    this.#note(by, `comment on #${issue}`, issue, true);
    return comment;
  }

  changeComment(by: User, id: number, body: string): void {
    const before = this.comment(id);
    this.comments.get(id)?.push({ ...before, body, updatedAt: this.#now() });
    this.#note(by, `edit of comment ${id}`, before.issue, true);
  }

  deleteComment(by: User, id: number): void {
    const { issue } = this.comment(id);
    this.comments.delete(id);
    this.pins.delete(id);
    this.#note(by, `removal of comment ${id}`, issue, true);
  }

  createMilestone(by: User, title: string): Milestone {
    if (this.milestones.some((milestone) => milestone.title === title))
      throw new HttpError(422, "Validation Failed: already_exists");
    const number = ++this.#lastMilestone;
    const made: Milestone = { number, title, state: "open", description: "" };
    this.milestones.push(made);
    this.#note(by, `milestone ${title}`, 0);
    return made;
  }

  closeMilestone(by: User, number: number, description: string): void {
    const found = this.milestones.find((milestone) => milestone.number === number);
    if (!found) throw new HttpError(404, "Not Found");
    found.state = "closed";
    found.description = description;
    this.#note(by, `milestone ${number} closed`, 0);
  }

  /** Issues lose it. Whether they count as changed nowhere says: it may be so or not. */
  deleteMilestone(by: User, number: number, dated: boolean): void {
    const index = this.milestones.findIndex((milestone) => milestone.number === number);
    if (index < 0) throw new HttpError(404, "Not Found");
    this.milestones.splice(index, 1);
    this.#note(by, `deletion of milestone ${number}`, 0);
    for (const issue of this.#present())
      if (issue.milestone === number) this.#strip(by, { ...issue, milestone: undefined }, dated);
  }

  createPull(by: User, head: string, body: string): Pull {
    if (this.pulls.some((pull) => pull.head === head))
      throw new HttpError(422, "A pull request already exists");
    const made = { number: ++this.#lastNumber, head, body };
    this.pulls.push(made);
    this.#note(by, `pull request #${made.number}`, 0);
    return made;
  }

  addLabelName(by: User, name: string): void {
    if (this.labels.has(name)) throw new HttpError(422, "Validation Failed: already_exists");
    this.labels.set(name, ++this.#lastLabel);
    this.#note(by, `label ${name}`, 0);
  }

  /** Whoever puts a label on an issue by its name makes it, if there is none. */
  ensureLabelNames(by: User, names: readonly string[]): void {
    for (const name of names) if (!this.labels.has(name)) this.addLabelName(by, name);
  }

  /** As with a milestone. */
  deleteLabel(by: User, name: string, dated: boolean): void {
    if (!this.labels.delete(name)) throw new HttpError(404, "Not Found");
    this.#note(by, `deletion of label ${name}`, 0);
    for (const issue of this.#present()) {
      const labels = issue.labels.filter((label) => label !== name);
      if (labels.length === issue.labels.length) continue;
      this.isUndated ||= !dated;
      this.#strip(by, { ...issue, labels }, dated);
    }
  }

  pin(by: User, id: number): void {
    this.comment(id);
    this.pins.add(id);
    this.#note(by, `pin of ${id}`, 0);
  }

  #present(): readonly SimulatedIssue[] {
    return [...this.issues.values()].flatMap((states) => states.at(-1) ?? []);
  }

  /** The webhook comes in any case. */
  #strip(by: User, issue: SimulatedIssue, dated: boolean): void {
    this.issues.get(issue.number)?.push({ ...issue, ...(dated ? { updatedAt: this.#now() } : {}) });
    this.#note(by, `loss of #${issue.number}`, issue.number);
  }

  #note(by: User, what: string, issue: number, isComment = false): void {
    this.writes.push({ at: this.#now(), by: by.login, what });
    if (issue > 0) this.#heard(issue, by, isComment);
  }
}
