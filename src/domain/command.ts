/** What the swarm may do next. Every command is safe to repeat. */

import type { CheckedWhy, Entry } from "./entry.ts";
import type { Sha } from "./ids.ts";
import type { Planned } from "./log.ts";
import type { EndReason, GoalState } from "./words.ts";

export type Command =
  | { readonly kind: "take-stewardship" }
  /** Writes to the log; the comments the entries come from get a reaction. */
  | { readonly kind: "append"; readonly entries: readonly Entry[]; readonly subject: string }
  | { readonly kind: "accept-goal" }
  | { readonly kind: "prepare" }
  | { readonly kind: "start-cycle"; readonly cycle: number }
  | { readonly kind: "create-issues"; readonly planned: readonly Planned[] }
  | {
      readonly kind: "end-tasks";
      readonly ends: readonly { readonly task: number; readonly reason: EndReason }[];
    }
  | { readonly kind: "retry"; readonly tasks: readonly number[] }
  | { readonly kind: "land"; readonly tasks: readonly number[] }
  /** Merges submissions into a candidate, which is tested before it lands. */
  | { readonly kind: "propose"; readonly tasks: readonly number[] }
  /** Lands the candidate up to this commit, on which no held check failed. */
  | { readonly kind: "land-candidate"; readonly commit: Sha }
  /** Sends a submission back to its own worker: with it, the check failed on this commit. */
  | {
      readonly kind: "return-red";
      readonly task: number;
      readonly commit: Sha;
      readonly check: string;
    }
  | { readonly kind: "run-checks"; readonly commit: Sha; readonly why: CheckedWhy }
  | { readonly kind: "move-green"; readonly commit: Sha }
  /** Takes these landings back: integration gets green's tree. */
  | { readonly kind: "revert"; readonly tasks: readonly number[] }
  /** Takes integration as somebody else left it. */
  | { readonly kind: "accept-rewrite" }
  | { readonly kind: "show-rewrite" }
  | { readonly kind: "ask-for-log"; readonly question: number }
  | { readonly kind: "show-log-back"; readonly question: number }
  /** Takes these landings, the newest first, out of integration: a person vetoed them. */
  | { readonly kind: "take-back"; readonly tasks: readonly number[] }
  | {
      readonly kind: "wake-planner";
      readonly plan: number;
      readonly cycle: number;
      readonly wake: number;
      readonly events: readonly string[];
    }
  | { readonly kind: "judge"; readonly cycle: number; readonly commit: Sha }
  | { readonly kind: "close-cycle"; readonly cycle: number }
  | { readonly kind: "close-goal"; readonly state: GoalState; readonly why: string }
  /** All labels of the issue from now on. */
  | { readonly kind: "label"; readonly issue: number; readonly labels: readonly string[] }
  | { readonly kind: "show-question"; readonly task: number }
  | { readonly kind: "show-unclear"; readonly why: string }
  | { readonly kind: "show-waiting" }
  /** Says once that somebody edited what the app had said, at these addresses. */
  | { readonly kind: "show-unpriced"; readonly model: string }
  | { readonly kind: "show-altered"; readonly comments: readonly string[] }
  | {
      readonly kind: "show-hold";
      readonly task: number;
      readonly tree: string;
      readonly paths: readonly string[];
    }
  /** Answers the comment of this number that asked for help. */
  | { readonly kind: "show-help"; readonly issue: number; readonly call: number }
  | { readonly kind: "remove-comments"; readonly comments: readonly number[] }
  | { readonly kind: "close-stray"; readonly issue: number; readonly of: number | undefined }
  | { readonly kind: "remove-branches"; readonly tasks: readonly number[] }
  | { readonly kind: "reopen-issue"; readonly issue: number }
  | { readonly kind: "close-issue"; readonly issue: number }
  | { readonly kind: "claim"; readonly tasks: readonly number[] };
