/** The lanes of a run: each plays one goal after the other in its repository until the street closes. */

import type { Random } from "../simulate/random.ts";
import type { Calm } from "./calm.ts";
import type { Place } from "./evidence.ts";
import { playGoal } from "./lane.ts";
import type { Moments } from "./moments.ts";
import { Person } from "./person.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { owner, type Town } from "./town.ts";

export interface Played extends Place {
  readonly scenario: Scenario;
  readonly seconds: number;
}

export interface StreetOptions {
  readonly town: Town;
  readonly calm: Calm;
  readonly moments: Moments;
  readonly lanes: number;
  readonly repositories: readonly string[];
  readonly tell: (line: string) => void;
}

export class Street {
  /** All goals, once the last lane stopped. */
  readonly ended: Promise<readonly Played[]>;
  readonly #options: StreetOptions;
  #isOpen = true;
  #deadline = Infinity;

  constructor(options: StreetOptions, random: Random) {
    this.#options = options;
    const { repositories, town } = options;
    const people = repositories.map((repository) => new Person(town.ready, owner, repository));
    const lanes = Array.from({ length: options.lanes }, (_, index) => {
      const at = index % repositories.length;
      return this.#play(repositories[at]!, people[at]!, random.fork(`lane ${index}`));
    });
    this.ended = Promise.all(lanes).then((played) => played.flat());
  }

  /** No further goals. */
  closes(): void {
    this.#isOpen = false;
  }

  /** Milliseconds since 1970 when goals that did not end are left as they are. */
  waitUntil(deadline: number): void {
    this.#deadline = deadline;
  }

  get deadline(): number {
    return this.#deadline;
  }

  async #play(repository: string, person: Person, order: Random): Promise<readonly Played[]> {
    const { town, calm, moments, tell } = this.#options;
    const played: Played[] = [];
    const nameOf = (goal: number) => `${owner}/${repository}#${goal}`;
    do {
      const scenario = order.pick(scenarios);
      calm.ask(scenario).catch(() => {}); // heard when there is something to compare
      const at = { folder: town.folder, owner, repository };
      const watch = { deadline: () => this.#deadline };
      const place = await playGoal(scenario, at, person, watch, (goal) => moments.opened(nameOf(goal)));
      played.push({ ...place, scenario });
      moments.ended(nameOf(place.goal));
      tell(`${nameOf(place.goal)} "${scenario.title}" ended after ${place.seconds.toFixed(0)} s`);
    } while (this.#isOpen);
    return played;
  }
}
