/** Commit messages of task branches and merges: a subject, words for people, and `Swarm-*` trailers for code. */

import type { Sha } from "../domain/ids.ts";
import { formatUsd, nothingSpent, type Spent } from "../domain/money.ts";
import type { Tip, TipFacts, TipState } from "../domain/tip.ts";
import { endReasons, returnReasons } from "../domain/words.ts";
import { longestText } from "./longest-text.ts";
import { printable } from "./printable.ts";

/** GitHub starts no workflows for a commit that says so; a landed merge does not say it. */
const skip = " [skip ci]";

export interface StepMessage {
  readonly subject: string;
  readonly words: string;
  readonly facts: TipFacts;
  readonly state: Exclude<TipState, { kind: "pushed" | "landed" | "reverted" }>;
  /** Makes the commit unique: two clients that push the same commit would both succeed. */
  readonly nonce: string;
}

export function formatStep(step: StepMessage): string {
  const state = step.state;
  const own = (): string[] => {
    switch (state.kind) {
      case "claimed":
        return [`Swarm-Claim: ${state.claim}`, `Swarm-Instance: ${state.instance}`];
      case "asked":
        return [`Swarm-Ask: ${state.seen}`];
      case "returned":
        return state.reason === "retried"
          ? [`Swarm-Retry: ${step.facts.retries ?? 1}`]
          : [`Swarm-Return: ${state.reason}`];
      case "submitted":
        return [`Swarm-Submit: ${step.nonce}`];
      case "ended":
        return [`Swarm-End: ${state.reason}`];
    }
  };
  return message(step.subject + skip, step.words, [
    ...own(),
    ...formatFacts(step.facts),
    `Swarm-Nonce: ${step.nonce}`,
  ]);
}

export interface MergeMessage {
  readonly subject: string;
  readonly words: string;
  readonly task: number;
  readonly plan: number;
  readonly cycle: number;
  readonly facts: TipFacts;
}

export const formatMerge = (merge: MergeMessage): string =>
  onIntegration(merge.subject, merge.words, [
    `Swarm-Task: ${merge.task}`,
    `Swarm-Plan: ${merge.plan}`,
    `Swarm-Cycle: ${merge.cycle}`,
    ...formatFacts(merge.facts),
  ]);

/** One commit may take many landings back; for a veto it says so, for then it does not have green's tree. */
export const formatRevert = (revert: {
  readonly why: "red" | "veto";
  readonly subject: string;
  readonly words: string;
  readonly tasks: readonly number[];
  readonly nonce: string;
}): string =>
  onIntegration(revert.subject, revert.words, [
    ...revert.tasks.map((task) => `Swarm-Revert: ${task}`),
    ...(revert.why === "veto" ? ["Swarm-Cause: veto"] : []),
    `Swarm-Nonce: ${revert.nonce}`,
  ]);

/** The tasks whose landings a commit takes back. */
export const parseReverted = (text: string): readonly number[] =>
  trailersOf(text).flatMap(([name, value]) => (name === "Swarm-Revert" && Number(value)) || []);

/** Why a commit takes landings back; undefined when it takes none. */
export function parseRevertCause(text: string): "red" | "veto" | undefined {
  if (parseReverted(text).length === 0) return undefined;
  return parseTrailers(text).get("Swarm-Cause") === "veto" ? "veto" : "red";
}

/** The trailers of a message's last paragraph; lines elsewhere that look like trailers are words. */
export const parseTrailers = (text: string): ReadonlyMap<string, string> => new Map(trailersOf(text));

function trailersOf(text: string): readonly (readonly [string, string])[] {
  const last =
    text
      .trimEnd()
      .split(/\n[ \t]*\n/)
      .at(-1) ?? "";
  const found = [...last.matchAll(/^(Swarm-[A-Z][A-Za-z]*): (.*)$/gm)];
  return found.map((match) => [match[1] ?? "", (match[2] ?? "").trim()]);
}

/** Whether a step or a landing is this task's own: those of others come in when a person merges. */
export function isOfTask(task: number, text: string): boolean {
  const landed = parseTrailers(text).get("Swarm-Task");
  return Number(landed ?? /^[a-z ]+ #(\d+)/.exec(text)?.[1]) === task;
}

/** Reads the tip of a task branch. */
export function parseTip(sha: Sha, text: string): Tip {
  const trailers = parseTrailers(text);
  return { sha, facts: parseFacts(trailers), state: parseState(trailers, text) };
}

/** A tip that is no step of ours, with what our newest step beneath it says, if there is one: what ended stays ended. */
export function parsePushed(sha: Sha, last: Tip | undefined): Tip {
  const ended = last?.state.kind === "ended" ? last.state.reason : undefined;
  return { sha, facts: last?.facts ?? parseFacts(new Map()), state: { kind: "pushed", ended } };
}

function parseState(trailers: ReadonlyMap<string, string>, text: string): TipState {
  const claim = trailers.get("Swarm-Claim");
  if (claim) return { kind: "claimed", claim, instance: trailers.get("Swarm-Instance") ?? "" };
  const ask = trailers.get("Swarm-Ask");
  if (ask !== undefined) return { kind: "asked", question: wordsOf(text), seen: Number(ask) };
  const reason = returnReasons.find((r) => r === trailers.get("Swarm-Return"));
  if (reason) return { kind: "returned", reason, words: wordsOf(text) };
  if (trailers.has("Swarm-Retry")) return { kind: "returned", reason: "retried", words: wordsOf(text) };
  if (trailers.has("Swarm-Submit")) return { kind: "submitted", handOff: wordsOf(text) };
  const end = endReasons.find((r) => r === trailers.get("Swarm-End"));
  if (end) return { kind: "ended", reason: end, words: wordsOf(text) };
  if (trailers.has("Swarm-Task")) return { kind: "landed" };
  if (trailers.has("Swarm-Revert")) return { kind: "reverted" };
  return { kind: "pushed", ended: undefined };
}

function formatFacts(facts: TipFacts): string[] {
  const { usd, inputTokens, cachedTokens, outputTokens } = facts.spent;
  return [
    `Swarm-Attempt: ${facts.attempt}`,
    `Swarm-Conflicts: ${facts.conflicts}`,
    ...(facts.retries ? [`Swarm-Retries: ${facts.retries}`] : []),
    `Swarm-Model: ${facts.model}`,
    `Swarm-Spent: in=${inputTokens} cached=${cachedTokens} out=${outputTokens} usd=${usd === undefined ? "unknown" : formatUsd(usd)}`,
  ];
}

function parseFacts(trailers: ReadonlyMap<string, string>): TipFacts {
  return {
    attempt: Number(trailers.get("Swarm-Attempt") ?? 0),
    conflicts: Number(trailers.get("Swarm-Conflicts") ?? 0),
    ...(trailers.has("Swarm-Retries") ? { retries: Number(trailers.get("Swarm-Retries")) } : {}),
    model: trailers.get("Swarm-Model") ?? "",
    spent: parseSpent(trailers.get("Swarm-Spent") ?? ""),
  };
}

function parseSpent(text: string): Spent {
  const match = /^in=(\d+) cached=(\d+) out=(\d+) usd=(\S+)$/.exec(text);
  if (!match) return nothingSpent;
  return {
    inputTokens: Number(match[1]),
    cachedTokens: Number(match[2]),
    outputTokens: Number(match[3]),
    usd: match[4] === "unknown" ? undefined : Number(match[4]),
  };
}

/** What a landing or a revert says; it must be checked like any other commit, whatever a model called its task. */
const onIntegration = (subject: string, words: string, trailers: readonly string[]): string =>
  message(checked(subject), checked(words), trailers);

/** GitHub looks for these words anywhere in a message. */
const checked = (text: string): string =>
  text.replace(/\[(skip[ -]ci|ci[ -]skip|no[ -]ci|skip[ -]actions|actions[ -]skip)\]/gi, "($1)");

/** Lines that GitHub or we would act on, if they were trailers. */
const actedOn = /^(?=(Swarm-|Co-authored-by|Signed-off-by|Skip-checks))/gim;

/** Words in between, indented where they would read as a trailer. */
function message(subject: string, words: string, trailers: readonly string[]): string {
  const safe = oneLineEnd(printable(words.slice(0, longestText).toWellFormed()))
    .trim()
    .replace(actedOn, " ");
  const head = oneLineEnd(printable(subject)).replaceAll("\n", " ");
  return [head, ...(safe ? [safe] : []), trailers.join("\n")].join("\n\n");
}

/** Some readers end a line at these too. */
const oneLineEnd = (text: string): string => text.replace(/[\u2028\u2029]/g, "\n");

function wordsOf(text: string): string {
  return text
    .trimEnd()
    .split(/\n[ \t]*\n/)
    .slice(1, -1)
    .join("\n\n");
}
