/** What the tip of a task branch says: the tip is the task's state. */

import type { Sha } from "./ids.ts";
import type { Spent } from "./money.ts";
import type { EndReason, ReturnReason } from "./words.ts";

/** What every commit on a task branch carries on from the last one. */
export interface TipFacts {
  readonly attempt: number;
  /** How often a person had it tried again; none if left out. */
  readonly retries?: number;
  readonly conflicts: number;
  readonly spent: Spent;
  /** The model of the last claim, `provider/model`. */
  readonly model: string;
}

export type TipState =
  /** `claim` is the nonce of the claim this work stands on; `instance` the process that holds it. */
  | { readonly kind: "claimed"; readonly claim: string; readonly instance: string }
  /** `seen`: how many directives the log held when the question was asked. */
  | { readonly kind: "asked"; readonly question: string; readonly seen: number }
  /** `retried`: it had ended, and a person wants it. */
  | { readonly kind: "returned"; readonly reason: ReturnReason | "retried"; readonly words: string }
  | { readonly kind: "submitted"; readonly handOff: string }
  /** Not written by us: a person pushed here. The work is taken up as it is, unless the task had ended before. */
  | { readonly kind: "pushed"; readonly ended: EndReason | undefined }
  | { readonly kind: "landed" }
  | { readonly kind: "reverted" }
  | { readonly kind: "ended"; readonly reason: EndReason; readonly words: string };

export interface Tip {
  readonly sha: Sha;
  readonly facts: TipFacts;
  readonly state: TipState;
}
