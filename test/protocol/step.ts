/** One atomic step of the search. */

import type { State } from "./state.ts";

export interface Step {
  readonly label: string;
  readonly state: State;
  /** The properties that this step broke. */
  readonly broken: readonly string[];
}
