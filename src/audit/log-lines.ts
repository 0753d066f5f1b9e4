/** The entries in the log branch's commits: lines of JSON below `entries:`, read independently of who writes them. */

import type { Commit } from "./evidence.ts";
import type { Spent } from "./spent.ts";

export interface CheckLine {
  readonly command: string;
  readonly passed: boolean;
}

export interface Limits {
  readonly budget: number | undefined;
  readonly tokens: number | undefined;
  readonly cycles: number | undefined;
  /** Only what was tested may land. */
  readonly gated: boolean;
}

interface Said {
  readonly comment: number;
  readonly issue: number;
  readonly user: number;
  readonly hash: string;
}

export type LogLine =
  | {
      readonly kind: "accepted";
      readonly user: number;
      readonly base: string;
      readonly limits: Limits;
      readonly checks: readonly string[];
    }
  | {
      readonly kind: "cycle-started";
      readonly cycle: number;
      readonly milestone: number;
      readonly report: number;
    }
  | {
      readonly kind: "planned";
      readonly plan: number;
      readonly cycle: number;
      readonly wake: number;
      readonly intents: readonly { readonly name: string; readonly kind: string }[];
      readonly spent: Spent;
    }
  | { readonly kind: "recorded"; readonly name: string; readonly number: number }
  | { readonly kind: "granted"; readonly holder: string; readonly grant: Spent }
  | {
      readonly kind: "landed";
      readonly task: number;
      readonly merge: string;
      readonly submission: string;
      readonly spent: Spent;
    }
  | {
      readonly kind: "ended";
      readonly task: number;
      readonly reason: string;
      /** How often it had been tried again by then. */
      readonly retries: number;
      readonly spent: Spent;
    }
  | ({ readonly kind: "directive"; readonly id: string; readonly text: string } & Said)
  | ({
      readonly kind: "command";
      readonly word: string;
      readonly argument: string;
      readonly isVoid: boolean;
      /** What a retry brings back. */
      readonly tasks: readonly number[];
    } & Said)
  /** A veto without a comment: an issue that was closed as not planned, or disliked. */
  | {
      readonly kind: "gesture";
      readonly word: string;
      readonly how: string;
      readonly when: string;
      readonly issue: number;
      readonly user: number;
    }
  | {
      readonly kind: "checked";
      readonly commit: string;
      readonly results: readonly CheckLine[];
      /** False for an older commit or a candidate, which say nothing of how integration is. */
      readonly ofHead: boolean;
      /** Before it landed: what passed there says nothing of integration yet. */
      readonly ofCandidate: boolean;
    }
  | {
      readonly kind: "verdict";
      readonly cycle: number;
      readonly commit: string;
      readonly verdict: string;
      readonly spent: Spent;
    }
  | { readonly kind: "rewritten" }
  | { readonly kind: "rewrite-over"; readonly accepted: boolean }
  | { readonly kind: "veto-conflicts"; readonly task: number }
  | { readonly kind: "cycle-closed"; readonly cycle: number }
  | {
      readonly kind: "goal-closed";
      readonly state: string;
      readonly pull: number | undefined;
      /** As the swarm says of GitHub, which shows no refused requests. */
      readonly isRefused: boolean;
    }
  /** What this audit has no question about. */
  | { readonly kind: "other"; readonly name: string };

export interface LogCommit {
  readonly lines: readonly LogLine[];
  /** Why it cannot be read as the log's; undefined when it can. */
  readonly trouble: string | undefined;
}

const known = new WeakMap<Commit, LogCommit>();
const fence = "\nentries:\n";

/** A commit of the log; read once per commit object, since commits never change. */
export function logCommitOf(commit: Commit): LogCommit {
  const before = known.get(commit);
  if (before) return before;
  const read = readLogCommit(commit.message);
  known.set(commit, read);
  return read;
}

export const holdsEntries = (commit: Commit): boolean => commit.message.includes(fence);

function readLogCommit(message: string): LogCommit {
  const start = message.indexOf(fence);
  if (start === -1) return { lines: [], trouble: "holds no entries" };
  const lines: LogLine[] = [];
  for (const text of message.slice(start + fence.length).split("\n")) {
    if (text.trim() === "") continue;
    try {
      lines.push(toLine(fieldsOf(JSON.parse(text))));
    } catch (error) {
      const why = error instanceof Unreadable ? error.message : "is no JSON";
      return { lines, trouble: `has a line that ${why}` };
    }
  }
  return { lines, trouble: undefined };
}

class Unreadable extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Unreadable("is no entry");
}

function toLine(entry: Fields): LogLine {
  const number = (name: string) => need(entry, name, "number") as number;
  const text = (name: string) => need(entry, name, "string") as string;
  const spent = () => spentOf(fieldsOf(entry.spent));
  const said = () => ({
    comment: number("comment"),
    issue: number("issue"),
    user: number("user"),
    hash: text("hash"),
  });
  const kind = text("kind");
  switch (kind) {
    case "accepted": {
      const charter = fieldsOf(entry.charter);
      return {
        kind,
        user: number("user"),
        base: text("base"),
        limits: limitsOf(charter),
        checks: listOf(charter.checks).map(String),
      };
    }
    case "cycle-started":
      return { kind, cycle: number("cycle"), milestone: number("milestone"), report: number("report") };
    case "planned": {
      const intents = listOf(entry.intents).map(fieldsOf);
      return {
        kind,
        plan: number("plan"),
        cycle: number("cycle"),
        wake: number("wake"),
        intents: intents.map((intent) => ({ name: String(intent.name), kind: String(intent.kind) })),
        spent: spent(),
      };
    }
    case "recorded":
      return { kind, name: text("name"), number: number("number") };
    case "granted":
      return { kind, holder: text("holder"), grant: grantOf(fieldsOf(entry.grant)) };
    case "landed":
      return {
        kind,
        task: number("task"),
        merge: text("merge"),
        submission: text("submission"),
        spent: spent(),
      };
    case "ended":
      return {
        ...{ kind, task: number("task"), reason: text("reason"), spent: spent() },
        retries: "retries" in entry ? number("retries") : 0,
      };
    case "directive":
      return { kind, id: text("id"), text: text("text"), ...said() };
    case "command":
      return {
        ...{ kind, word: text("word"), argument: text("argument"), isVoid: "unpriced" in entry },
        ...{ tasks: listOf(entry.tasks).map(Number), ...said() },
      };
    case "gesture":
      return {
        ...{ kind, word: text("word"), how: text("how"), when: text("when") },
        ...{ issue: number("issue"), user: number("user") },
      };
    case "checked": {
      const results = listOf(entry.results).map(fieldsOf);
      const toResult = (result: Fields) => ({
        command: String(result.command),
        passed: result.passed === true,
      });
      const ofHead = entry.why === undefined || entry.why === "head";
      return {
        kind,
        commit: text("commit"),
        results: results.map(toResult),
        ofHead,
        ofCandidate: entry.why === "gate",
      };
    }
    case "verdict": {
      const { verdict } = fieldsOf(entry.judgement);
      return {
        kind,
        cycle: number("cycle"),
        commit: text("commit"),
        verdict: String(verdict),
        spent: spent(),
      };
    }
    case "rewritten":
      return { kind };
    case "rewrite-over":
      return { kind, accepted: entry.accepted === true };
    case "veto-conflicts":
      return { kind, task: number("task") };
    case "cycle-closed":
      return { kind, cycle: number("cycle") };
    case "goal-closed":
      return {
        kind,
        state: text("state"),
        pull: optional(entry.pull),
        isRefused: typeof entry.refused === "string",
      };
    default:
      return { kind: "other", name: kind };
  }
}

function need(entry: Fields, name: string, type: "number" | "string"): unknown {
  const value = entry[name];
  if (typeof value === type) return value;
  throw new Unreadable(`names no ${name} (${String(entry.kind)})`);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const optional = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/** JSON leaves out what is unknown: a missing price is no price of nothing. */
const spentOf = (fields: Fields): Spent => ({
  tokens: (optional(fields.inputTokens) ?? 0) + (optional(fields.outputTokens) ?? 0),
  usd: optional(fields.usd),
});

const grantOf = (fields: Fields): Spent => ({
  tokens: optional(fields.tokens) ?? 0,
  usd: optional(fields.usd) ?? 0,
});

function limitsOf(charter: Fields): Limits {
  const limits = fieldsOf(charter.limits ?? {});
  const { budget, tokens, cycles, landing } = limits;
  return {
    ...{ budget: optional(budget), tokens: optional(tokens), cycles: optional(cycles) },
    gated: landing === "gated",
  };
}
