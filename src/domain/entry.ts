/** The entries of a goal's log, in the order they may be written. The log is the goal's only memory besides git and issues. */

import type { IssueNumber, Sha } from "./ids.ts";
import type { Grant, Spent } from "./money.ts";
import type { HandOff, Intent, Judgement, LeftOut } from "./proposal.ts";
import type { ProtectedPaths } from "./protected.ts";
import type { CommandWord, EndReason, GoalState } from "./words.ts";

export interface Limits {
  /** USD; undefined is no cap. */
  readonly budget: number | undefined;
  /** All tokens of all calls; undefined is no cap. */
  readonly tokens: number | undefined;
  /** Minutes from acceptance. */
  readonly minutes: number | undefined;
  readonly cycles: number;
  readonly workers: number;
  /** The most tasks and plans in all; undefined is what every goal may have. */
  readonly tasks?: number;
  /** `gated`: integration only advances to trees on which no held check fails. */
  readonly landing: "direct" | "gated";
}

/** A goal as accepted: the text is frozen by its hash, later edits come as a new entry. */
export interface Charter {
  readonly title: string;
  readonly text: string;
  readonly hash: string;
  readonly doneWhen: readonly string[];
  readonly checks: readonly string[];
  /** Where the checks come from, in words for the status. */
  readonly checksFrom: string;
  readonly setup: readonly string[];
  /** What the repository's configuration says of protected paths, if anything. */
  readonly protected?: ProtectedPaths;
  readonly limits: Limits;
}

export interface CheckResult {
  readonly command: string;
  readonly passed: boolean;
  readonly exitCode: number | undefined;
  readonly seconds: number;
  /** The end of its output. */
  readonly output: string;
  /** How often it was run on this tree to be sure; once if left out. */
  readonly runs?: number;
  /** It failed, and then passed on the same tree: it counts as passed. */
  readonly flaky?: true;
}

/** `head`: the newest commit of integration; `bisect`: an older one, to find who broke it; `gate`: a candidate for landing. */
export type CheckedWhy = "head" | "bisect" | "gate";

/** An intent with names that are unique in the goal: `12/c1/w1/parser`; needs are such names or issue numbers. */
export type RecordedIntent = Intent & { readonly name: string };

/** A person's comment as it was registered. */
export interface Said {
  readonly comment: number;
  readonly issue: IssueNumber;
  readonly user: number;
  readonly login: string;
  readonly hash: string;
}

/** What a person did to an issue that says what they want. */
export interface Gesture {
  readonly how: "closed" | "disliked";
  /** When the issue was closed, as GitHub says it: each closing counts once, and a 👎 once for ever. */
  readonly when: string;
  readonly issue: IssueNumber;
  readonly user: number;
  readonly login: string;
}

export type Entry =
  | { readonly kind: "steward"; readonly instance: string }
  | { readonly kind: "accepted"; readonly charter: Charter; readonly user: number; readonly base: Sha }
  /** A goal text that cannot be used; its author was told why. */
  | { readonly kind: "refused"; readonly hash: string; readonly why: string }
  /** The goal's setup commands were run on its base; `failed` says what went wrong. */
  | { readonly kind: "prepared"; readonly failed: string | undefined }
  | {
      readonly kind: "cycle-started";
      readonly cycle: number;
      readonly base: Sha;
      readonly milestone: number;
      readonly report: IssueNumber;
    }
  | {
      readonly kind: "planned";
      readonly plan: IssueNumber;
      readonly cycle: number;
      readonly wake: number;
      readonly seen: readonly string[];
      readonly intents: readonly RecordedIntent[];
      readonly cancels: readonly number[];
      readonly notes: string | undefined;
      readonly done: boolean;
      readonly handOff: string;
      readonly leftOut?: LeftOut;
      readonly spent: Spent;
      readonly failed: string | undefined;
    }
  | { readonly kind: "recorded"; readonly name: string; readonly number: IssueNumber }
  | { readonly kind: "granted"; readonly holder: string; readonly grant: Grant }
  | {
      readonly kind: "landed";
      readonly task: IssueNumber;
      readonly merge: Sha;
      readonly submission: Sha;
      readonly attempt: number;
      readonly conflicts: number;
      readonly handOff: HandOff;
      readonly spent: Spent;
    }
  /** Written when the branch of an ended task is removed; its tip is a parent of this commit. */
  | {
      readonly kind: "ended";
      readonly task: IssueNumber;
      readonly tip?: Sha;
      readonly reason: EndReason;
      readonly retries?: number;
      readonly attempt: number;
      readonly conflicts: number;
      readonly spent: Spent;
    }
  | ({ readonly kind: "directive"; readonly id: string; readonly text: string } & Said)
  | ({
      readonly kind: "command";
      readonly word: CommandWord;
      readonly argument: string;
      /** `approve` on the goal: the hash of the text that it approves. */
      readonly approves?: string;
      /** `retry`: the tasks that had ended when it was said. */
      readonly tasks?: readonly number[];
      /** `budget`: the model whose price nobody knew when it was said, so that it does not count. */
      readonly unpriced?: string;
    } & Said)
  /** A veto without words: a person closed an issue as not planned, or gave a task a 👎. */
  | ({ readonly kind: "gesture"; readonly word: "veto" } & Gesture)
  | {
      readonly kind: "checked";
      readonly commit: Sha;
      readonly results: readonly CheckResult[];
      /** `head` if left out. */
      readonly why?: CheckedWhy;
    }
  /** With gated landing: merges that are tested before they land; the last of them is a parent of this commit of the log. */
  | { readonly kind: "proposed"; readonly commit: Sha }
  /** This commit made a held check fail on integration; without a task, nobody's landing is to blame. Once per commit. */
  | {
      readonly kind: "blamed";
      readonly commit: Sha;
      readonly task: IssueNumber | undefined;
      readonly check: string;
    }
  /** Integration lost what it must hold, or is gone: the goal pauses. */
  | { readonly kind: "rewritten"; readonly head: Sha | undefined }
  /** A person accepted integration as it is, or somebody pushed back what it had lost. */
  | { readonly kind: "rewrite-over"; readonly head: Sha; readonly accepted: boolean }
  /** Taking this task's landing out of this head, as a veto asks, conflicts in these files. */
  | {
      readonly kind: "veto-conflicts";
      readonly task: IssueNumber;
      readonly head: Sha;
      readonly files: readonly string[];
    }
  | { readonly kind: "cycle-draining"; readonly cycle: number; readonly why: string }
  | {
      readonly kind: "verdict";
      readonly cycle: number;
      readonly commit: Sha;
      /** The hash of the goal's text that it was judged by; nobody judged what a person stopped. */
      readonly text?: string | undefined;
      readonly judgement: Judgement;
      readonly spent: Spent;
    }
  | { readonly kind: "cycle-closed"; readonly cycle: number }
  | {
      readonly kind: "goal-closed";
      readonly state: GoalState;
      readonly why: string;
      readonly pull: number | undefined;
      /** With which words GitHub refused a pull request. */
      readonly refused?: string | undefined;
    };

/** An entry as read back: with the time its commit was made, in milliseconds since 1970. */
export type Logged = Entry & { readonly at: number };
