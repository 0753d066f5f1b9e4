/** Brings an agent the directives that were registered after it began. */

import type { DirectiveLine } from "../brief.ts";
import type { Crew } from "./crew.ts";

export class Listener {
  readonly #crew: Crew;
  readonly #issue: number;
  readonly #known: Set<string>;
  /** The directives that came while the agent ran. */
  readonly heard: string[] = [];

  constructor(crew: Crew, issue: number) {
    this.#crew = crew;
    this.#issue = issue;
    this.#known = new Set(crew.directives(issue).map((directive) => directive.id));
    crew.told.set(issue, this.told);
  }

  /** Asked before each step of the agent; holds the step while a person has paused the goal, until the signal aborts. */
  async news(
    say: (directives: readonly DirectiveLine[]) => string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    await this.#crew.options.unpaused(signal);
    const fresh = this.#crew.directives(this.#issue).filter((directive) => !this.#known.has(directive.id));
    for (const directive of fresh) {
      this.#known.add(directive.id);
      this.heard.push(directive.id);
    }
    if (fresh.length === 0) return undefined;
    this.#crew.told.set(this.#issue, this.told);
    this.#crew.options.heard();
    return say(fresh);
  }

  /** All directives the agent was told of. */
  get told(): readonly string[] {
    return [...this.#known];
  }
}
