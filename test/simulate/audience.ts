/** Who watches all that leaves the processes of a run, and what comes from outside besides the plan. */

import type { Question } from "../../src/model/model.ts";
import type { Branches, Transaction } from "./branches.ts";
import type { Call } from "./script.ts";
import type { Tracker, User } from "./tracker.ts";

/** The forge as somebody sees it who has nothing to do with the run. */
export interface Outdoors {
  readonly goal: number;
  readonly tracker: Tracker;
  readonly branches: Branches;
  /** Milliseconds since the beginning of the run. */
  readonly now: number;
}

/** Something that happens at the forge, of which its webhook tells. */
export interface Interruption {
  readonly at: number;
  readonly happens: (outdoors: Outdoors) => void;
}

export interface Audience {
  /** Who else has an account at the forge. */
  readonly strangers: readonly User[];
  /** The number of the goal. Lower ones are free for strangers, and so are very high ones. */
  readonly firstNumber: number;
  readonly interruptions: readonly Interruption[];
  readonly pushed: (branches: Branches, transaction: Transaction) => void;
  /** A write to the forge took effect. */
  readonly wrote: (route: string, fields: Readonly<Record<string, unknown>>) => void;
  /** A model is asked. Answers what strangers make it do, if their words reached it. */
  readonly asked: (role: "planner" | "worker" | "judge", question: Question) => readonly Call[] | undefined;
}
