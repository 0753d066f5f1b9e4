/** How often each thing was done to the processes of a run, and in which part of a goal's life they were killed. */

import { type Phase, phases } from "./phases.ts";

export interface Tally {
  readonly app: number;
  readonly forge: number;
  readonly command: number;
  /** Gits of an app or of the forge. */
  readonly git: number;
  readonly stopped: number;
  /** Stops that outlasted the lease. */
  readonly "stopped-past-lease": number;
  /** Commands that lived on when their app was killed. */
  readonly orphaned: number;
  /** Apps that came back to an empty disk. */
  readonly erased: number;
  /** Kills by what the goal that was aimed at was doing. */
  readonly phases: Readonly<Record<Phase, number>>;
}

type Killed = "app" | "forge" | "command" | "git";
type Noted = "stopped" | "stopped-past-lease" | "orphaned" | "erased";

export class Tallies {
  readonly #counts = {
    ...{ app: 0, forge: 0, command: 0, git: 0, stopped: 0, "stopped-past-lease": 0, orphaned: 0, erased: 0 },
  };
  readonly #phases = Object.fromEntries(phases.map((phase) => [phase, 0])) as Record<Phase, number>;

  count(what: Killed, phase: Phase | undefined): void {
    this.#counts[what] += 1;
    if (phase) this.#phases[phase] += 1;
  }

  note(what: Noted, times = 1): void {
    this.#counts[what] += times;
  }

  get kills(): number {
    const { app, forge, command, git } = this.#counts;
    return app + forge + command + git;
  }

  /** From just above 0 to 1, which is the part of a goal's life that was hit least. */
  rarity(phase: Phase): number {
    const least = Math.min(...Object.values(this.#phases));
    return (least + 1) / (this.#phases[phase] + 1);
  }

  get all(): Tally {
    return { ...this.#counts, phases: { ...this.#phases } };
  }
}
