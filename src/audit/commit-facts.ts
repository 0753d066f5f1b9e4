/** What a commit of a task branch or of integration says by its `Swarm-*` trailers, read independently of who writes them. */

import type { Commit } from "./evidence.ts";
import type { Spent } from "./spent.ts";

export type StepKind = "claim" | "ask" | "return" | "submit" | "end" | "retry";

/** One move of a task's own branch. */
export interface Step {
  readonly kind: StepKind;
  /** The task its subject names, if it names one. */
  readonly task: number | undefined;
  readonly attempt: number;
  readonly conflicts: number;
  readonly spent: Spent | undefined;
  /** The nonce of a claim, the reason of a return or an end. */
  readonly value: string;
  readonly instance: string;
}

export interface CommitFacts {
  readonly step: Step | undefined;
  /** The tasks whose work this commit lands, by its trailers. */
  readonly lands: readonly number[];
  /** The tasks whose landing this commit takes back. */
  readonly reverts: readonly number[];
  /** The commits that a person's `git revert` says it takes back. */
  readonly undoes: readonly string[];
}

/** A commit of the swarm's own; anything else on a task branch was pushed by a person. */
export function isOurs(commit: Commit): boolean {
  const { step, lands, reverts } = factsOf(commit);
  return step !== undefined || lands.length > 0 || reverts.length > 0;
}

const nothing: CommitFacts = { step: undefined, lands: [], reverts: [], undoes: [] };
const known = new WeakMap<Commit, CommitFacts>();

/** The facts of a commit; read once per commit object, since commits never change. */
export function factsOf(commit: Commit): CommitFacts {
  const before = known.get(commit);
  if (before) return before;
  const facts = readFacts(commit.message);
  known.set(commit, facts);
  return facts;
}

const kinds: readonly (readonly [string, StepKind])[] = [
  ["Swarm-Claim", "claim"],
  ["Swarm-Ask", "ask"],
  ["Swarm-Return", "return"],
  ["Swarm-Submit", "submit"],
  ["Swarm-End", "end"],
  ["Swarm-Retry", "retry"],
];

function readFacts(message: string): CommitFacts {
  const undoes = message.includes("This reverts commit ")
    ? [...message.matchAll(/This reverts commit ([0-9a-f]{40})/g)].map((match) => match[1] ?? "")
    : [];
  if (!message.includes("Swarm-")) return undoes.length === 0 ? nothing : { ...nothing, undoes };
  const trailers = lastParagraph(message);
  return {
    step: stepOf(message, trailers),
    lands: numbersIn(trailers.get("Swarm-Task")),
    reverts: numbersIn(trailers.get("Swarm-Revert")),
    undoes,
  };
}

/** Trailers stand in the last paragraph; one of the same name may come more than once. */
function lastParagraph(message: string): ReadonlyMap<string, readonly string[]> {
  const lines = (
    message
      .trimEnd()
      .split(/\n[ \t]*\n/)
      .at(-1) ?? ""
  ).split("\n");
  const trailers = new Map<string, string[]>();
  for (const line of lines) {
    const match = /^(Swarm-[A-Z][A-Za-z]*): ?(.*)$/.exec(line);
    if (!match?.[1]) continue;
    const values = trailers.get(match[1]);
    const value = (match[2] ?? "").trim();
    if (values) values.push(value);
    else trailers.set(match[1], [value]);
  }
  return trailers;
}

const numbersIn = (values: readonly string[] | undefined): number[] =>
  (values ?? []).flatMap((value) => value.match(/\d+/g) ?? []).map(Number);

function stepOf(message: string, trailers: ReadonlyMap<string, readonly string[]>): Step | undefined {
  const found = kinds.find(([name]) => trailers.has(name));
  if (!found) return undefined;
  const one = (name: string) => trailers.get(name)?.at(-1);
  const subject = /^(?:claim|work on|ask on|return|submit|end|retry) #(\d+)/.exec(message);
  return {
    kind: found[1],
    task: subject ? Number(subject[1]) : undefined,
    attempt: Number(one("Swarm-Attempt") ?? 0),
    conflicts: Number(one("Swarm-Conflicts") ?? 0),
    spent: spentIn(one("Swarm-Spent") ?? ""),
    value: one(found[0]) ?? "",
    instance: one("Swarm-Instance") ?? "",
  };
}

function spentIn(text: string): Spent | undefined {
  const match = /^in=(\d+) cached=\d+ out=(\d+) usd=(\S+)$/.exec(text);
  if (!match) return undefined;
  return {
    tokens: Number(match[1]) + Number(match[2]),
    usd: match[3] === "unknown" ? undefined : Number(match[3]),
  };
}
