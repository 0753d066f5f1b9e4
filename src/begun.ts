/** Goals that no list names, because somebody took their label off: looked for once in each repository, by their logs. */

import type { GitHub } from "./effect/github.ts";

/** So many goals with a log, the newest, are asked about: a hundred of them cost a request. */
const most = 1000;

export class Begun {
  /** By the repository's id. */
  readonly #found = new Map<number, readonly number[]>();

  /**
   * Those that are open or changed since a time, besides those that are known already; they stay found, for a lane may end
   * before the label is back. What fails is tried again when it is asked for.
   */
  async of(
    github: GitHub,
    repository: number,
    known: ReadonlySet<number>,
    since: string,
  ): Promise<readonly number[]> {
    const found = this.#found.get(repository) ?? (await look(github, known, since));
    this.#found.set(repository, found);
    return found.filter((goal) => !known.has(goal));
  }
}

async function look({ logs }: GitHub, known: ReadonlySet<number>, since: string): Promise<readonly number[]> {
  const unlisted = (await logs.goals()).filter((goal) => !known.has(goal));
  return logs.current(unlisted.slice(0, most), since);
}
