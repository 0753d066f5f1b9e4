/** The way between a process and the forge: it takes time, and what is asked or answered may be lost. */

import type { FaultKind } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Machine, VirtualTime } from "./virtual-time.ts";

/** An answer that says no, as octokit would throw it. */
export class HttpError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    // Taking down the stack costs more than the whole answer, and it would only show the simulation.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.status = status;
  }
}

export interface Faults {
  /** Whether a fault strikes now; never once the run is calm. */
  strikes(kind: FaultKind): boolean;
}

const patience = 30_000;

export class Network {
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly faults: Faults;

  constructor(time: VirtualTime, random: Random, faults: Faults) {
    this.#time = time;
    this.#random = random;
    this.faults = faults;
  }

  /** Asks for what changes nothing there. */
  read<Answer>(machine: Machine, answer: () => Answer): Promise<Answer> {
    return this.ask(machine, answer);
  }

  /** Asks the server: the effect happens there in one moment, whether or not the machine lives to hear of it. */
  ask<Answer>(machine: Machine, effect: () => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const time = this.#time;
      const answer = (after: number, action: () => void) => void time.after(after, action, machine);
      const trip = () =>
        this.faults.strikes("slow") ? this.#random.between(500, 20_000) : this.#random.between(5, 60);
      const there = trip();
      if (this.faults.strikes("request-lost"))
        return answer(patience, () => reject(new HttpError(500, "The connection broke.")));
      if (this.faults.strikes("effect-late")) {
        time.unheard(patience + this.#random.between(1, 120_000), () => void attempt(effect));
        return answer(patience, () => reject(new HttpError(500, "No answer came in time.")));
      }
      time.unheard(there, () => {
        if (this.faults.strikes("server-error"))
          return answer(trip(), () => reject(new HttpError(502, "Bad gateway")));
        const outcome = attempt(effect);
        if (this.faults.strikes("answer-lost"))
          return answer(patience, () => reject(new HttpError(500, "The connection broke.")));
        answer(trip(), () => ("value" in outcome ? resolve(outcome.value) : reject(outcome.error)));
      });
    });
  }
}

/** What is asked for is answered in the same moment; what is changed takes its time. */
export class QuickReads extends Network {
  override async read<Answer>(_machine: Machine, answer: () => Answer): Promise<Answer> {
    return answer();
  }
}

function attempt<Answer>(effect: () => Answer): { value: Answer } | { error: unknown } {
  try {
    return { value: effect() };
  } catch (error) {
    return { error };
  }
}
