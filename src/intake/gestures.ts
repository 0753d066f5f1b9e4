/** What people do without words: who closed an issue as not planned, or gave a task a 👎, is asked only when something changed. */

import type { Gesture } from "../domain/entry.ts";
import { issueNumber } from "../domain/ids.ts";
import type { LogView } from "../domain/log.ts";
import type { Author, RawIssue } from "../effect/github-wire.ts";
import type { People } from "../effect/people.ts";
import type { Authority } from "./authority.ts";

/** An answer is believed for so long while nothing changes. */
const patience = 10 * 60_000;

export class Gestures {
  readonly #people: People;
  readonly #authority: Authority;
  readonly #answers = new Map<string, { readonly at: number; readonly found: readonly Gesture[] }>();

  constructor(people: People, authority: Authority) {
    this.#people = people;
    this.#authority = authority;
  }

  /** Those of people who may write, on these issues, which are recorded and not vetoed, that the log does not hold. */
  async find(log: LogView, issues: readonly RawIssue[], now: number): Promise<readonly Gesture[]> {
    const found: Gesture[] = [];
    for (const issue of issues) {
      const { number } = issue;
      if (issue.isUnplanned)
        found.push(
          ...(await this.#ask(`closed ${number} ${issue.closedAt}`, now, async () => {
            const closer = await this.#people.closerOf(number);
            return this.#trusted("closed", issue, closer ? [closer] : []);
          })),
        );
      if (issue.dislikes === 0) continue;
      const dislikes = await this.#ask(`disliked ${number} ${issue.dislikes}`, now, async () =>
        this.#trusted("disliked", issue, await this.#people.dislikersOf(number)),
      );
      found.push(...dislikes);
    }
    return found.filter((one) => !isKnown(log, one));
  }

  async #ask(key: string, now: number, ask: () => Promise<readonly Gesture[]>): Promise<readonly Gesture[]> {
    const known = this.#answers.get(key);
    if (known && now - known.at < patience) return known.found;
    const found = await ask();
    this.#answers.set(key, { at: now, found });
    return found;
  }

  async #trusted(
    how: Gesture["how"],
    { number, closedAt }: RawIssue,
    people: readonly Author[],
  ): Promise<Gesture[]> {
    const when = how === "closed" ? closedAt : "";
    const found: Gesture[] = [];
    for (const { id, login, isBot } of people) {
      if (await this.#authority.mayWrite({ id, login, isBot }))
        found.push({ how, when, issue: issueNumber(number), user: id, login });
    }
    return found;
  }
}

/** A 👎 stays where it is when the task is tried again, and a list may show an old closing. */
const isKnown = (log: LogView, { how, when, issue, user }: Gesture): boolean =>
  log.commands.some(
    (said) =>
      said.kind === "gesture" &&
      said.how === how &&
      said.when === when &&
      said.issue === issue &&
      said.user === user,
  );
