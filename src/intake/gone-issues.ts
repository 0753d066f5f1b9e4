/** Finds out that an issue was deleted or transferred, which no list ever says. */

import type { GitHub } from "../effect/github.ts";
import type { RawIssue } from "../effect/github-wire.ts";

/** A single answer may be wrong for a moment: two that are so far apart are believed, and nobody asks more often. */
const patience = 60_000;
/** In one round. */
const mostAsked = 3;

interface Look {
  readonly at: number;
  /** When GitHub first answered that it is not there, in monotonic milliseconds; undefined after any other answer. */
  readonly missingSince: number | undefined;
}

export class GoneIssues {
  readonly #github: Pick<GitHub, "issueIfThere">;
  readonly #looks = new Map<number, Look>();

  constructor(github: Pick<GitHub, "issueIfThere">) {
    this.#github = github;
  }

  /** Of these issues, which lists do not show, some are asked for one by one: those that are gone, and those found. */
  async look(
    suspects: readonly number[],
    now: number,
  ): Promise<{ readonly gone: ReadonlySet<number>; readonly found: readonly RawIssue[] }> {
    const due = suspects.filter((number) => !this.#isGone(number) && this.#isDue(number, now));
    const answers = await Promise.all(due.slice(0, mostAsked).map((number) => this.#ask(number, now)));
    return {
      gone: new Set(suspects.filter((number) => this.#isGone(number))),
      found: answers.flatMap((issue) => issue ?? []),
    };
  }

  #isGone(number: number): boolean {
    const look = this.#looks.get(number);
    return look?.missingSince !== undefined && look.at - look.missingSince >= patience;
  }

  #isDue(number: number, now: number): boolean {
    const look = this.#looks.get(number);
    return !look || now - look.at >= patience;
  }

  async #ask(number: number, now: number): Promise<RawIssue | undefined> {
    const issue = await this.#github.issueIfThere(number);
    const since = this.#looks.get(number)?.missingSince ?? now;
    this.#looks.set(number, { at: now, missingSince: issue ? undefined : since });
    return issue;
  }
}
