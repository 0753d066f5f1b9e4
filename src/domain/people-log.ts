/** How people's words enter the view of the log: what they command, and what follows from it for good. */

import type { Charter, Logged } from "./entry.ts";
import { type LogView, runningCycle } from "./log.ts";
import { parseUsd } from "./money.ts";

type Spoken = Extract<Logged, { kind: "command" | "gesture" }>;

export function applyCommand(log: LogView, entry: Spoken): void {
  log.commands.push(entry);
  if (entry.kind === "gesture") return;
  log.registered.add(entry.comment);
  if (entry.word === "resume") log.rewrite.resumed = true;
  if (entry.word === "budget" && entry.unpriced === undefined) applyBudget(log, entry.argument);
  if (entry.word === "retry") applyRetry(log, entry);
}

/** A person's word on the budget holds until the text says something else than it did. */
export function applyCharter(log: LogView, charter: Charter): void {
  const written = charter.limits.budget;
  const holds = log.charter !== undefined && log.budget.written === written;
  log.budget = { written, said: holds ? log.budget.said : undefined };
  log.charter = withBudget(charter, log.budget.said ?? written);
}

function applyBudget(log: LogView, argument: string): void {
  const said = parseUsd(argument);
  if (said === undefined) return;
  log.budget = { ...log.budget, said };
  if (log.charter) log.charter = withBudget(log.charter, said);
}

const withBudget = (charter: Charter, budget: number | undefined): Charter => ({
  ...charter,
  limits: { ...charter.limits, budget },
});

/** On what had ended it is one more life; on a goal that is closed, or about to close, it opens it again. */
function applyRetry(log: LogView, entry: Extract<Spoken, { kind: "command" }>): void {
  for (const task of entry.tasks ?? []) {
    log.retries.set(task, (log.retries.get(task) ?? 0) + 1);
    log.cancelled.delete(task);
    log.grants.delete(`task ${task}`);
    const planned = [...log.planned.values()].find((one) => one.number === task);
    if (planned) planned.cycle = cycleFor(log);
  }
  if (!log.parents.has(entry.issue) && (log.closed || isEnding(log))) reopen(log, entry.at);
}

/** A person said stop, and took it not back. */
export const isStopSaid = ({ commands, reopened }: LogView): boolean =>
  commands.slice(reopened?.commands ?? 0).some(({ word }) => word === "stop");

/** It will close as stopped or failed; what is done needs nobody to try again. */
function isEnding(log: LogView): boolean {
  const last = log.cycles.at(-1)?.verdict?.judgement.verdict;
  return isStopSaid(log) || log.prepared?.failed !== undefined || last === "stop" || last === "continue";
}

/** The running cycle, unless it is about to end or stopped; else the next. */
function cycleFor(log: LogView): number {
  const running = runningCycle(log);
  return running && running.draining === undefined && !running.verdict && !isStopSaid(log)
    ? running.number
    : log.cycles.length + 1;
}

/** Cycles and time count anew; what was spent does not. */
function reopen(log: LogView, at: number): void {
  log.closed = undefined;
  log.reopened = { cycles: log.cycles.length, commands: log.commands.length };
  log.acceptedAt = at;
  if (log.prepared?.failed !== undefined) log.prepared = undefined;
}
