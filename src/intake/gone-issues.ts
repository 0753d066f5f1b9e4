/** Finds out that an issue was deleted or transferred, which no list ever says. */

import type { GitHub } from "../effect/github.ts";
import type { RawIssue } from "../effect/github-wire.ts";

/** A single answer may be wrong for a moment: some in a row are believed, and nobody asks more often. */
const patience = 60_000;
const enough = 2;
/** Where nothing else hints that it is gone: a goal that is stopped by mistake costs more than minutes. */
const enoughAlone = 5;
/** In one round. */
const mostAsked = 3;

interface Look {
  readonly at: number;
  /** How often in a row GitHub answered that it is not there. */
  readonly missing: number;
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
        this.#looks.set(number, { at: now, missing: 0 });
    const isGone = (number: number): boolean =>
      (this.#looks.get(number)?.missing ?? 0) >= (suspects.includes(number) ? enough : enoughAlone);
    const all = [...new Set([...suspects, ...watched])];
    const due = all
      .filter((number) => !isGone(number) && this.#isDue(number, now))
      .sort((a, b) => this.#askedAt(a) - this.#askedAt(b));
    const answers = await Promise.all(due.slice(0, mostAsked).map((number) => this.#ask(number, now)));
    return {
      gone: new Set(all.filter(isGone)),
      found: answers.flatMap((issue) => issue ?? []),
    };
  }

  #isDue(number: number, now: number): boolean {
    return now - this.#askedAt(number) >= patience;
  }

  #askedAt(number: number): number {
    return this.#looks.get(number)?.at ?? Number.NEGATIVE_INFINITY;
  }

  async #ask(number: number, now: number): Promise<RawIssue | undefined> {
    const issue = await this.#github.issueIfThere(number);
    const before = this.#looks.get(number)?.missing ?? 0;
    this.#looks.set(number, { at: now, missing: issue ? 0 : before + 1 });
    return issue;
  }
}
