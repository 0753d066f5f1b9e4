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

  /** Some of these issues are asked for one by one, those first that were not for longest: those that are gone, and those found. */
  async look(
    suspects: readonly number[],
    watched: readonly number[],
    now: number,
  ): Promise<{ readonly gone: ReadonlySet<number>; readonly found: readonly RawIssue[] }> {
    // A list showed these just now: they are asked for a minute later.
    for (const number of watched)
      if (!suspects.includes(number) && !this.#looks.has(number))
        this.#looks.set(number, { at: now, missingSince: undefined });
    const all = [...new Set([...suspects, ...watched])];
    const due = all
      .filter((number) => !this.#isGone(number) && this.#isDue(number, now))
      .sort((a, b) => this.#askedAt(a) - this.#askedAt(b));
    const answers = await Promise.all(due.slice(0, mostAsked).map((number) => this.#ask(number, now)));
    return {
      gone: new Set(all.filter((number) => this.#isGone(number))),
      found: answers.flatMap((issue) => issue ?? []),
    };
  }

  #isGone(number: number): boolean {
    const look = this.#looks.get(number);
    return look?.missingSince !== undefined && look.at - look.missingSince >= patience;
  }

  #isDue(number: number, now: number): boolean {
    return now - this.#askedAt(number) >= patience;
  }

  #askedAt(number: number): number {
    return this.#looks.get(number)?.at ?? Number.NEGATIVE_INFINITY;
  }

  async #ask(number: number, now: number): Promise<RawIssue | undefined> {
    const issue = await this.#github.issueIfThere(number);
    const since = this.#looks.get(number)?.missingSince ?? now;
    this.#looks.set(number, { at: now, missingSince: issue ? undefined : since });
    return issue;
  }
}
