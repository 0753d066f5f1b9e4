/** Goals for which nothing is left to do: looked at a while longer, then not before somebody touches them. */

/** What was said last may turn out to be there twice, so a finished goal is looked at for so many milliseconds. */
const lingering = 60_000;

export class Finished {
  /** Since when, in monotonic milliseconds, goals are finished that are still looked at. */
  readonly #since = new Map<string, number>();
  readonly #over = new Set<string>();
  /** When each goal's issue had changed last, as a sweep found it that looked at the goal. */
  readonly #changedAt = new Map<string, string>();

  /** Takes note of a goal that has settled; whether it is over from now on. `now` is monotonic. */
  settle(goal: string, isFinished: boolean, now: number): boolean {
    const since = this.#since.get(goal) ?? now;
    this.#since.delete(goal);
    if (!isFinished) return false;
    if (now - since < lingering) {
      this.#since.set(goal, since);
      return false;
    }
    this.#over.add(goal);
    return true;
  }

  isOver(goal: string): boolean {
    return this.#over.has(goal);
  }

  /** Whoever says something on a goal may want it to go on: what is read from now on counts, and not a reading under way. */
  reopen(goal: string): void {
    this.#since.delete(goal);
    this.#over.delete(goal);
  }

  /** A sweep found that its issue changed last at this time: the hint that told of it may have been lost. */
  found(goal: string, updatedAt: string): void {
    if (this.#changedAt.get(goal) !== updatedAt) this.reopen(goal);
    this.#changedAt.set(goal, updatedAt);
  }

  forget(goal: string): void {
    this.reopen(goal);
    this.#changedAt.delete(goal);
  }
}
