/** The most that one process may write to one repository in an hour, whatever its agents ask for. */

import { KeptIn } from "./leak.ts";

export interface Caps {
  readonly issues: number;
  /** New comments; what is edited in place does not count. */
  readonly comments: number;
  /** New issues beneath the same issue: GitHub takes no more in all. */
  readonly beneath: number;
  readonly writes: number;
  /** Characters of text in all writes. */
  readonly characters: number;
}

/** GitHub itself takes 500 new contents an hour. */
export const usualCaps: Caps = {
  issues: 400,
  comments: 400,
  beneath: 100,
  writes: 5000,
  characters: 20_000_000,
};

const hour = 3_600_000;

type Taken = Omit<Caps, "beneath">;

const nothing: Taken = { issues: 0, comments: 0, writes: 0, characters: 0 };

export class Ceilings {
  readonly #now: () => number;
  readonly #caps: Caps;
  #began = 0;
  #taken = nothing;
  readonly #beneath = new Map<unknown, number>();

  constructor(now: () => number, caps: Caps = usualCaps) {
    this.#now = now;
    this.#caps = caps;
    this.#began = now();
  }

  /** Counts a write; throws KeptIn when it would be one too many for this hour. */
  take(route: string, fields: Readonly<Record<string, unknown>>): void {
    if (this.#now() - this.#began >= hour) {
      this.#began = this.#now();
      this.#taken = nothing;
      this.#beneath.clear();
    }
    const characters = Object.values(fields).reduce<number>(
      (sum, value) => sum + (typeof value === "string" ? value.length : 0),
      0,
    );
    const after: Taken = {
      issues: this.#taken.issues + (route === "createIssue" ? 1 : 0),
      comments: this.#taken.comments + (route.endsWith("{issue_number}/comments") ? 1 : 0),
      writes: this.#taken.writes + 1,
      characters: this.#taken.characters + characters,
    };
    const kinds = ["issues", "comments", "writes", "characters"] as const;
    const over = kinds.find((kind) => after[kind] > this.#caps[kind]);
    if (over)
      throw new KeptIn(`This hour's ${this.#caps[over]} ${over} are used up, so ${route} was not sent.`);
    this.#takeBeneath(fields.parentIssueId);
    this.#taken = after;
  }

  #takeBeneath(parent: unknown): void {
    if (parent === undefined) return;
    const beneath = (this.#beneath.get(parent) ?? 0) + 1;
    if (beneath > this.#caps.beneath)
      throw new KeptIn(
        `This hour's ${this.#caps.beneath} sub-issues are used up, so createIssue was not sent.`,
      );
    this.#beneath.set(parent, beneath);
  }
}
