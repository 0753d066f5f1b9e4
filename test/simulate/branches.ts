/** The branches of the simulated forge, and everything that ever moved them. */

import type { Sha } from "../../src/domain/ids.ts";
import type { Move, Pushing } from "../../src/effect/mirror.ts";
import type { Objects } from "./objects.ts";

/** One transaction as the server took it. */
export interface Transaction {
  readonly at: number;
  readonly by: string;
  readonly moves: readonly Move[];
  /** The tip of the log as whoever pushed had fetched it then. */
  readonly knew: Sha | undefined;
}

/** A rule of the repository keeps this word out of every branch that integrates. */
export const forbidden = "forbidden";

export class Branches {
  readonly tips = new Map<string, Sha>();
  readonly transactions: Transaction[] = [];
  readonly objects: Objects;
  readonly #now: () => number;
  readonly #heard: () => void;

  constructor(objects: Objects, now: () => number, heard: () => void) {
    this.objects = objects;
    this.#now = now;
    this.#heard = heard;
  }

  /** As git's server does: each move alone, or with `atomic` all or none; what is there already is left alone. */
  push(by: string, moves: readonly Move[], atomic: boolean, knew?: Sha): Pushing {
    const fresh = moves.filter((move) => this.tips.get(move.branch) !== move.to);
    const fitting = fresh.filter((move) => this.tips.get(move.branch) === move.from);
    if (atomic && fitting.length < fresh.length)
      return { moved: new Set(), doubtful: new Set(), words: "! [rejected] (atomic push failed)" };
    if (atomic && fitting.some((move) => this.#isForbidden(move)))
      return {
        moved: new Set(),
        doubtful: new Set(),
        words: "! [remote rejected] (push declined due to repository rule violations)",
      };
    const groups = atomic ? [fitting] : fitting.map((move) => [move]);
    for (const group of groups) if (group.length > 0) this.#take(by, group, knew);
    return { moved: new Set(fitting.map((move) => move.branch)), doubtful: new Set(), words: "" };
  }

  /** A person's push that asks nobody. */
  force(by: string, branch: string, to: Sha | undefined): void {
    this.#take(by, [{ branch, from: this.tips.get(branch), to }]);
  }

  #isForbidden({ branch, to }: Move): boolean {
    if (to === undefined || !branch.endsWith("/integration")) return false;
    return [...this.objects.files(to).values()].some((text) => text.includes(forbidden));
  }

  #take(by: string, moves: readonly Move[], knew?: Sha): void {
    for (const { branch, to } of moves) {
      if (to === undefined) this.tips.delete(branch);
      else this.tips.set(branch, to);
    }
    this.transactions.push({ at: this.#now(), by, moves, knew });
    this.#heard();
  }
}
