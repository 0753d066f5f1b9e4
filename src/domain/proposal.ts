/** What agents return: requests and reports, never effects. Code decides what becomes of them. */

import type { Verdict } from "./words.ts";

/** A task a planner wants. `key` names it among the keys of this planner; needs are such keys or issue numbers. */
export interface TaskIntent {
  readonly kind: "task";
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly needs: readonly (string | number)[];
}

/** A slice of the goal a planner wants a sub-planner for. */
export interface PlanIntent {
  readonly kind: "plan";
  readonly key: string;
  readonly title: string;
  readonly body: string;
}

export type Intent = TaskIntent | PlanIntent;

/** The result of one wake of a planner. `done`: nothing more to plan unless something fails or a human speaks. */
export interface Proposal {
  readonly intents: readonly Intent[];
  readonly cancels: readonly number[];
  /** The rewritten notes; undefined keeps the old ones. */
  readonly notes: string | undefined;
  readonly done: boolean;
  readonly handOff: string;
  /** Undefined when it was given all it asked for. */
  readonly leftOut: LeftOut | undefined;
}

/** Requests of planners that were not taken, and in sentences why. */
export interface LeftOut {
  readonly requests: number;
  readonly reasons: readonly string[];
  /** Some of them can be asked for again once fewer tasks are open. */
  readonly waits?: true;
}

/** What a worker says of a directive; `path` is the file that shows it, which code checks. */
export interface DirectiveReport {
  readonly id: string;
  readonly honoured: "yes" | "no";
  readonly path: string | undefined;
  readonly note: string;
}

/** What a worker tells its planner about its finished work. */
export interface HandOff {
  readonly done: string;
  readonly concerns: readonly string[];
  readonly deviations: readonly string[];
  readonly suggestions: readonly string[];
  readonly directives: readonly DirectiveReport[];
}

/** One done-when point of the goal as the judge saw it. */
export interface Evidence {
  readonly point: string;
  readonly met: boolean;
  readonly evidence: string;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
}
