/** Remembers answers about commits: what a commit is and where it comes from never changes. */

/** Answers to questions that name every object by its hash; the longest unasked one is forgotten first. */
export class Remembered {
  readonly #answers = new Map<string, Promise<unknown>>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** The remembered answer, or the one got now. What names a ref, and what failed, is asked anew each time. */
  ask<Answer>(question: string, objects: readonly string[], get: () => Promise<Answer>): Promise<Answer> {
    const key = [question, ...objects].join(" ");
    const known = this.#answers.get(key) as Promise<Answer> | undefined;
    if (known) {
      this.#answers.delete(key);
      this.#answers.set(key, known);
      return known;
    }
    const answer = get();
    if (!objects.every((name) => /^[0-9a-f]{40}$/.test(name))) return answer;
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#most && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }
}
