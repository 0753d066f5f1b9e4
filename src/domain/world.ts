/** A freshly read snapshot of everything a decision may depend on. */

import type { Gesture, Said } from "./entry.ts";
import type { IssueNumber, Sha } from "./ids.ts";
import type { Lasting } from "./lasting.ts";
import type { LogView } from "./log.ts";
import type { Changed } from "./protected.ts";
import type { Tip } from "./tip.ts";
import type { CommandWord } from "./words.ts";

export interface Issue {
  readonly number: IssueNumber;
  readonly nodeId: string;
  readonly title: string;
  readonly body: string;
  readonly open: boolean;
  /** The report of its end that the body carries. */
  readonly reported: "Landed" | "Ended" | "Reverted" | undefined;
  readonly labels: readonly string[];
  readonly author: { readonly id: number; readonly login: string };
  /** The intent's name from a marker that our app wrote, if any. */
  readonly intent: string | undefined;
}

/** A person's comment that the log does not know yet. `trusted`: whoever wrote its present text may write, looked up for this comment. */
export interface Comment extends Said {
  readonly body: string;
  readonly trusted: boolean;
  readonly command: { readonly word: CommandWord; readonly argument: string } | undefined;
  /** The hash of the goal's text that it approves: the text stood like this when it was said. */
  readonly approves?: string;
}

/** A comment of our own app, known by the marker that says what it is for. */
export interface Remark {
  readonly comment: number;
  readonly body: string;
  readonly url: string;
}

export interface Integration {
  readonly head: Sha;
  /** Merge commits in the head's history by task. */
  readonly landed: ReadonlyMap<number, Sha>;
  readonly reverted: ReadonlyMap<number, Sha>;
}

/** A commit on the first-parent chain of integration or of a candidate. */
export interface Link {
  readonly commit: Sha;
  readonly parent: Sha | undefined;
  /** The task that it lands, and the submission that it merged. */
  readonly landing: { readonly task: number; readonly submission: Sha } | undefined;
  /** Takes landings back: for a lasting red, with green's tree; or for a veto, only what was vetoed. */
  readonly reverts: "red" | "veto" | undefined;
}

/** What this process is doing right now. Empty after a start: then the work is simply begun again. */
export interface Busy {
  readonly planners: ReadonlySet<number>;
  readonly workers: ReadonlySet<number>;
  /** The directives that agents at work were told of, by their issue. */
  readonly told: ReadonlyMap<number, readonly string[]>;
  readonly preparing: boolean;
  readonly judging: boolean;
  readonly checking: boolean;
}

export interface World {
  readonly instance: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly goal: Issue;
  /** Who wrote the goal's present text may write to the repository. */
  readonly goalAuthorTrusted: boolean;
  /** The hash of the goal's present title and text. */
  readonly goalHash: string;
  readonly issues: ReadonlyMap<number, Issue>;
  /** The goal's issue and recorded ones that a person deleted or transferred: nothing can be written to them. */
  readonly gone: ReadonlySet<number>;
  readonly comments: readonly Comment[];
  /** What trusted people did to issues that the log does not know yet. */
  readonly gestures: readonly Gesture[];
  readonly logTip: Sha | undefined;
  /** There is no log though the goal had begun: somebody removed it. Seen so by this process for so many milliseconds. */
  readonly logGone: { readonly for: number } | undefined;
  readonly log: LogView;
  readonly tips: ReadonlyMap<number, Tip>;
  /** Milliseconds for which the log and each task branch have not moved, on this process's own monotonic clock. */
  readonly still: { readonly log: number; readonly tasks: ReadonlyMap<number, number> };
  /** What the branches of submitted tasks, and of those that met a conflict, change; empty while no conflict is open. */
  readonly touched: ReadonlyMap<number, readonly string[]>;
  /** What is submitted: its tree, and what it changes. */
  readonly submissions: ReadonlyMap<number, Changed & { readonly tree: string }>;
  readonly integration: Integration | undefined;
  /** Integration is not what it must be: somebody else rewrote or removed it. Seen so by this process for so many milliseconds. */
  readonly rewritten: { readonly for: number } | undefined;
  readonly lasting: Lasting;
  readonly green: Sha | undefined;
  /** What came onto integration after green, oldest first. */
  readonly sinceGreen: readonly Link[];
  /** What came onto integration after the commit that the last verdict is about; undefined if that is not in it any more. */
  readonly sinceVerdict: readonly Link[] | undefined;
  /** With gated landing: what is tested before it lands, and its commits that integration does not have. */
  readonly candidate: { readonly tip: Sha; readonly links: readonly Link[] } | undefined;
  readonly busy: Busy;
  /** Milliseconds without a sign of life after which others may take over. */
  readonly lease: number;
  /** A model of this process whose price nobody knows. */
  readonly unpriced?: string | undefined;
  /** The most workers this process runs for the goal. */
  readonly capacity: number;
  /** What the app said on this goal, oldest first, by `kind name` of the markers. More than one of a name are doubles. */
  readonly remarks: ReadonlyMap<string, readonly Remark[]>;
  /** Addresses of comments of the app that somebody edited so that they do not carry its mark any more. */
  readonly altered: readonly string[];
}
