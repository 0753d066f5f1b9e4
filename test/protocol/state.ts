/** The parts of a state: what the forge holds, what each process remembers, what is under way, and what may still happen. */

import type { CheckedWhy } from "../../src/domain/entry.ts";
import type { CommandWord } from "../../src/domain/words.ts";
import type { Issue } from "../../src/domain/world.ts";

export const goal = 12;

/** `log`, `integration`, `green`, or the number of a task. */
export type RefName = string;

export interface IssueRow {
  readonly number: number;
  readonly intent: string;
  readonly open: boolean;
  readonly labels: readonly string[];
  /** The swarm said in it how it ended. */
  readonly reported: Issue["reported"];
}

export interface CommentRow {
  readonly id: number;
  readonly issue: number;
  readonly word: CommandWord | "directive";
}

export interface Repo {
  /** 0 is no branch. */
  readonly refs: Readonly<Record<RefName, number>>;
  readonly issues: readonly IssueRow[];
  readonly goalLabels: readonly string[];
  readonly comments: readonly CommentRow[];
}

/** With a budget: what is left of the grant, and what was spent since the claim or the last step. */
export interface Purse {
  readonly purse?: number;
  readonly spent?: number;
  /** What runs before it may have spent that brought nothing. */
  readonly lost?: number;
}

export type Job = Purse & Work;

type Work =
  | {
      readonly kind: "work";
      readonly task: number;
      readonly claim: string;
      /** The tip it builds on, and the integration head it took in; 0 for none. */
      readonly tip: number;
      readonly head: number;
      readonly seen: number;
      readonly aborted: boolean;
    }
  | {
      readonly kind: "plan";
      readonly plan: number;
      readonly cycle: number;
      readonly wake: number;
      readonly events: readonly string[];
      /** Nothing had been asked for in this cycle when it began. */
      readonly asks: boolean;
    }
  | { readonly kind: "judge"; readonly cycle: number; readonly commit: string }
  | { readonly kind: "check"; readonly commit: string; readonly why: CheckedWhy };

/** A round of the lane under way: what was read, what was decided, and how far it got. */
export interface Round {
  readonly snapshot: number;
  /** The number of the list of commands. */
  readonly commands: number;
  readonly at: number;
  /** What the effects of the present command answered so far. */
  readonly answers: readonly number[];
  /** The log's tip as this process last read or wrote it, and when the present command began. */
  readonly logTip: number;
  readonly opened: number;
  /** A refused append told it that it is no longer the steward. */
  readonly lost: boolean;
}

export interface Process {
  readonly up: boolean;
  /** The number of what it read last; 0 where lists are never stale. */
  readonly read: number;
  readonly round: Round | undefined;
  readonly jobs: readonly Job[];
}

/** A push whose sender gave up on it, though the server may still take it. */
export interface Late {
  readonly kind: "step" | "append" | "land" | "move";
  readonly moves: readonly Move[];
  readonly tasks: readonly number[];
  /** Who sent it, and what it knew. */
  readonly sender: Sender;
}

/** Who acts, and what it knew: the log's tip that it last read or wrote, and the number of what it read. */
export interface Sender {
  readonly index: number;
  readonly logTip: number;
  readonly snapshot: number;
  readonly lost: boolean;
  /** It read something after it had decided. */
  readonly reread: boolean;
}

/** What the host of a worker knows: its tip, nothing else. */
export const hostOf = (index: number): Sender => ({
  index,
  logTip: 0,
  snapshot: 0,
  lost: false,
  reread: false,
});

/** A process that has just started. */
export const fresh: Process = { up: true, read: 0, round: undefined, jobs: [] };

/** One ref move; `from` undefined is a push without an expected value. */
export interface Move {
  readonly ref: RefName;
  readonly from: number | undefined;
  readonly to: number;
}

export const bounds = [
  "crash",
  "death",
  "late",
  "stale",
  "lease",
  "patience",
  "flake",
  "renewal",
  "progress",
  "question",
  "failure",
  "veto",
  "retry",
  "stop",
  "pause",
  "answer",
  "directive",
  "close",
  "reopen",
  "remove",
  "rewind",
  "push",
  "integrate",
] as const;
export type Bound = (typeof bounds)[number];

/** How often each thing may still happen. */
export type Budget = Readonly<Partial<Record<Bound, number>>>;

export interface State {
  readonly repo: Repo;
  readonly processes: readonly Process[];
  readonly late: readonly Late[];
  readonly budget: Budget;
  /** What the provider of the models has charged so far, in USD. */
  readonly bill: number;
}

export const spend = (budget: Budget, bound: Bound): Budget => ({
  ...budget,
  [bound]: (budget[bound] ?? 0) - 1,
});

export const has = (state: State, bound: Bound): boolean => (state.budget[bound] ?? 0) > 0;

export const withProcess = (state: State, index: number, process: Process): State => ({
  ...state,
  processes: state.processes.map((old, i) => (i === index ? process : old)),
});

export const refOf = (repo: Repo, ref: RefName): number => repo.refs[ref] ?? 0;

/** Task branches that exist. */
export const taskRefs = (repo: Repo): readonly number[] =>
  Object.entries(repo.refs).flatMap(([ref, tip]) => (tip !== 0 && /^\d/.test(ref) ? [Number(ref)] : []));
