/** What a chaos run tells at its end. */

import type { FaultKind } from "../../src/forge/forge.ts";
import type { Violation } from "./judge.ts";
import type { Tally } from "./tally.ts";

export interface Breach extends Violation {
  readonly goal: string;
}

export interface Report {
  readonly seed: number;
  /** Processes killed with -9. */
  readonly kills: number;
  readonly tally: Tally;
  readonly faults: Readonly<Record<string, number>>;
  /** Kinds of faults that did not happen. */
  readonly unmet: readonly FaultKind[];
  readonly goals: readonly { readonly goal: string; readonly title: string; readonly seconds: number }[];
  readonly seconds: number;
  readonly breaches: readonly Breach[];
  /** The folder that was kept because something was violated. */
  readonly evidence?: string;
}

/** The report in lines for people. */
export function formatReport(report: Report): string {
  const counts = (all: object) =>
    Object.entries(all)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(", ") || "none";
  const { phases: during, ...done } = report.tally;
  return [
    `Seed        ${report.seed} (it draws what happens; when it happens to real processes is not reproducible)`,
    `Kills       ${report.kills}: ${counts(done)}`,
    `In          ${counts(during)}`,
    `Faults      ${counts(report.faults)}`,
    `Not met     ${report.unmet.join(", ") || "none"}`,
    `Goals       ${report.goals.length}`,
    `Seconds     ${report.seconds}`,
    `Violations  ${report.breaches.length}`,
    ...report.breaches.map(({ goal, invariant, found }) => `  ${goal}  ${invariant}: ${found}`),
    ...(report.evidence ? [`Evidence    ${report.evidence}`] : []),
    "",
  ].join("\n");
}
