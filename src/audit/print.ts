/** What an audit tells: a table for people, or one object for programs. */

import type { Verdict } from "./invariant.ts";

/** What was audited. */
export interface Subject {
  readonly repository: string;
  readonly goal: number;
  readonly title: string;
  /** `done`, `stopped`, `failed`, or `open` while the goal runs. */
  readonly state: string;
}

export const isBroken = (verdicts: readonly Verdict[]): boolean => verdicts.some(({ holds }) => !holds);

/** One line per invariant, what was found beneath it, and a last line that says it all. */
export function printVerdicts(subject: Subject, verdicts: readonly Verdict[]): string {
  const names = Math.max(...verdicts.map(({ name }) => name.length));
  const titles = Math.max(...verdicts.map(({ title }) => title.length));
  const lines = verdicts.flatMap((verdict) => [
    `${verdict.name.padEnd(names)}  ${verdict.title.padEnd(titles)}  ${stateOf(verdict)}`,
    ...verdict.findings.map(
      ({ kind, text }) => `${" ".repeat(names)}    ${kind === "note" ? "note: " : ""}${text}`,
    ),
  ]);
  const head = `${subject.repository}#${subject.goal} ${subject.title} (${subject.state})`;
  return [head, "", ...lines, "", conclusion(verdicts)].join("\n");
}

/** The same for programs. */
export const asObject = (subject: Subject, verdicts: readonly Verdict[]) => ({
  ...subject,
  holds: !isBroken(verdicts),
  invariants: verdicts,
});

const stateOf = ({ applies, holds }: Verdict): string =>
  applies ? (holds ? "holds" : "BROKEN") : "does not apply yet";

function conclusion(verdicts: readonly Verdict[]): string {
  const due = verdicts.filter(({ applies }) => applies);
  const failed = due.filter(({ holds }) => !holds);
  if (due.length === 0) return "The goal has not begun: there is nothing to check yet.";
  if (failed.length === 0) {
    const later = verdicts.length - due.length;
    const rest = later === 0 ? "" : ` ${later} can only be checked once the goal is over.`;
    return `All ${due.length} invariants hold.${rest}`;
  }
  const which = failed.map(({ name }) => name).join(", ");
  return `${failed.length} of ${due.length} invariants ${failed.length === 1 ? "is" : "are"} broken: ${which}.`;
}
