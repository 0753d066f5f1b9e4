/** What is said of a goal's end, and of the pull request that offers its result. */

import { closed } from "../codec/fence.ts";
import type { CheckResult } from "../domain/entry.ts";
import type { Offered } from "./pulls.ts";
import { checkTable, inCode } from "./speech.ts";

export function pullBody(
  goal: number,
  commit: string,
  summary: string,
  checks: readonly CheckResult[],
  alarms: readonly string[],
): string {
  const first = `Code found these in the difference, whatever anybody says of them. Look here first:\n\n${alarms.map((line) => `- ${line}`).join("\n")}`;
  return [
    `The result of the goal, frozen at ${commit}. Closes #${goal}.`,
    ...(alarms.length > 0 ? [first] : []),
    closed(summary),
    checkTable(checks),
  ].join("\n\n");
}

export const goalClosed = (state: string, why: string, pull: Offered | undefined) =>
  [closed(`The goal is **${state}**. ${why}`), ...(pull === undefined ? [] : [whereItIs(pull)])].join("\n\n");

/** What a server says is text from outside. */
const whereItIs = (pull: Offered): string =>
  pull.kind === "opened"
    ? `The result is in #${pull.number}, for a person to merge.`
    : `The result is on the branch ${inCode(pull.branch)} alone, for GitHub refused a pull request with the words ${inCode(pull.words)}.`;
