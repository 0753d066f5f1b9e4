/** The goals without kills and faults, for comparison: each scenario once, when it is first asked for. */

import { readEvidence } from "./evidence.ts";
import type { Reference } from "./judge.ts";
import { playGoal } from "./lane.ts";
import { Person } from "./person.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { owner, startTown, type Town, type TownOptions } from "./town.ts";

/** So long a goal may take when nobody is killed. */
const patience = 180_000;

const nameOf = (scenario: Scenario) => scenario.title.toLowerCase().replaceAll(" ", "-");

export class Calm {
  readonly #options: Omit<TownOptions, "apps" | "faults" | "repositories">;
  readonly #tell: (line: string) => void;
  readonly #known = new Map<Scenario, Promise<Reference>>();
  #town: Promise<Town> | undefined;
  /** One after the other: two cores have other things to do. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: Omit<TownOptions, "apps" | "faults" | "repositories">, tell: (line: string) => void) {
    this.#options = options;
    this.#tell = tell;
  }

  /** What the scenario comes to. Rejects when it is not even done without kills. */
  ask(scenario: Scenario): Promise<Reference> {
    const known = this.#known.get(scenario);
    if (known) return known;
    const asked = this.#last.then(() => this.#play(scenario));
    this.#last = asked.catch(() => {}); // whoever asked hears of it
    this.#known.set(scenario, asked);
    return asked;
  }

  async close(): Promise<void> {
    await (await this.#town)?.close();
  }

  async #play(scenario: Scenario): Promise<Reference> {
    const repositories = scenarios.map(nameOf);
    this.#town ??= startTown({ ...this.#options, apps: 1, repositories, faults: () => undefined });
    const { ready, folder } = await this.#town;
    const person = new Person(ready, owner, nameOf(scenario));
    const until = Date.now() + patience;
    const place = await playGoal(scenario, { folder, owner, repository: nameOf(scenario) }, person, {
      deadline: () => until,
    });
    const { landed, tree, ended } = await readEvidence(place, person);
    if (ended !== "done") throw new Error(`"${scenario.title}" was not done without kills: see ${folder}.`);
    this.#tell(`"${scenario.title}" without kills took ${place.seconds.toFixed(0)} s`);
    return { landed, tree };
  }
}
