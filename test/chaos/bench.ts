/** Judges all goals of a run once everything has healed. */

import { audit } from "./audit.ts";
import type { Calm } from "./calm.ts";
import type { Evidence } from "./evidence.ts";
import { heldTooLong, pausesIn } from "./holding.ts";
import type { Violation } from "./judge.ts";
import { settle } from "./lane.ts";
import { faultsIn } from "./met-faults.ts";
import { Person } from "./person.ts";
import type { Span } from "./process.ts";
import type { Breach } from "./report.ts";
import type { Played } from "./street.ts";
import { owner, type Town } from "./town.ts";

/** A claim may outlive its lease by so much beside a living app: it has to start, look, and have the processor to itself. */
const grace = 30_000;
/** What a limit without a time keeps a client from asking. */
const muted = 65_000;

export class Bench {
  readonly #town: Town;
  readonly #calm: Calm;
  readonly #lease: number;

  constructor(town: Town, calm: Calm, lease: number) {
    this.#town = town;
    this.#calm = calm;
    this.#lease = lease;
  }

  /** Waits until the deadline for what is not in order yet. */
  async judge(played: readonly Played[], deadline: number): Promise<readonly Breach[]> {
    const found = await Promise.all(played.map((one) => this.#judgeOne(one, deadline)));
    return found.flat();
  }

  async #judgeOne(one: Played, deadline: number): Promise<readonly Breach[]> {
    const reference = await this.#calm.ask(one.scenario);
    const person = new Person(this.#town.ready, owner, one.repository);
    const watch = { deadline: () => deadline };
    const violations = [
      ...(await settle(one, person, reference, watch, (evidence) => this.#held(evidence))),
      ...(await audit(one, this.#town.ready)),
    ];
    return violations.map((violation) => ({ goal: `${owner}/${one.repository}#${one.goal}`, ...violation }));
  }

  #held({ history: { moves } }: Evidence): readonly Violation[] {
    const { forge, apps, folder } = this.#town;
    const uptime = { forge: forge.spans, apps: apps.map(({ spans }) => spans) };
    const limits = faultsIn(folder)
      .filter(({ kind }) => kind === "limited-mutely")
      .map(({ at }): Span => ({ from: Date.parse(at), to: Date.parse(at) + muted }));
    const excused = [...pausesIn(moves), ...limits];
    return heldTooLong(moves, uptime, { lease: this.#lease, grace, until: Date.now(), excused });
  }
}
