/** Every sentence the swarm says on GitHub and in git. */

import { closed } from "../codec/fence.ts";
import { formatHandOff } from "../codec/hand-off.ts";
import { shownName } from "../codec/shown-name.ts";
import { visible } from "../codec/visible.ts";
import type { Ledgered } from "../domain/directives.ts";
import type { CheckResult } from "../domain/entry.ts";
import type { Landing } from "../domain/log.ts";
import type { Judgement } from "../domain/proposal.ts";
import type { Alarms } from "../domain/test-files.ts";
import type { EndReason } from "../domain/words.ts";
import type { LineCount } from "./mirror.ts";

export const milestoneTitle = (goal: number, cycle: number) => `#${goal} · cycle ${cycle}`;

export const reportTitle = (goal: number, cycle: number, title: string) =>
  `Cycle ${cycle} of #${goal}: ${title}`;

export const reportBody = (goal: number, cycle: number) =>
  `What cycle ${cycle} of #${goal} delivered. The judge's verdict comes as a comment.`;

export function landingReport(landing: Landing): string {
  const tries = landing.attempt > 1 ? `, attempt ${landing.attempt}` : "";
  const noun = landing.conflicts === 1 ? "conflict" : "conflicts";
  const conflicts = landing.conflicts > 0 ? `, ${landing.conflicts} ${noun} solved by its worker` : "";
  return `**Landed** as ${landing.merge}${tries}${conflicts}.\n\n${formatHandOff(landing.handOff)}`;
}

const endings: Readonly<Record<EndReason, string>> = {
  vetoed: "A person vetoed it. Work that was begun stays reachable from the log.",
  cancelled: "It was cancelled.",
  failed: "Its worker could not finish it.",
  "need-ended": "A task it needs ended without landing.",
  "out-of-budget": "The budget could not carry it.",
  "cycle-ended": "Its cycle ended first. Work that was begun stays reachable from the log.",
  stopped: "The goal was stopped.",
  dropped: "A person took its landing out of the integration branch.",
};

export const issueGone = "Its issue was deleted or transferred.";

export const endingWords = (reason: EndReason) => endings[reason];

/** What a failed worker or its model said is quoted: it is text from outside. */
export function endingReport(reason: EndReason, words: string): string {
  const said = words === "" || words === endings[reason] ? "" : `\n\n${quoted(words)}`;
  return `**Ended**: ${reason}. ${endings[reason]}${said}`;
}

const quoted = (text: string) =>
  visible(text)
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");

export const revertedReport = (revert: string | undefined, vetoed: boolean) =>
  vetoed
    ? `**Reverted**: a person vetoed it, and ${revert ?? "a commit"} took its landing out of the integration branch.`
    : `**Reverted**: a check kept failing on the integration branch, and ${revert ?? "a commit"} took everything since the last green commit back. A redo is a new task.`;

export const revertSubject = (tasks: readonly number[]) =>
  `Take back ${tasks.map((task) => `#${task}`).join(", ")}`;

export const retryWords = "A person wants it tried again.";

export const takeBackWords = "A person vetoed it. What landed since stays.";

/** What the status says of vetoed landings that cannot simply be taken out. */
export const vetoNote = (task: number, files: readonly string[]) =>
  `**#${task} was vetoed and is still in the integration branch**: taking it out conflicts in ${codes(files.map(shownName))}. The goal is not done before a repair takes it out.`;

export const revertWords = (green: string, broken: readonly string[]) =>
  `Integration stayed red: ${codes(broken)} kept failing. This is the tree of ${green}, on which it passed.`;

const codes = (commands: readonly string[]) => commands.map((command) => `\`${command}\``).join(", ");

/** What the status says of a red integration branch: since when, for a duration would be another edit each minute. */
export function redNote(broken: readonly string[], since: number, culprits: readonly number[]): string {
  const who = culprits.map((task) => `#${task}`).join(", ");
  const why = who === "" ? "" : ` It began with ${who}.`;
  return `**Integration is red** since ${new Date(since).toISOString()}: ${codes(broken)} failed twice.${why}`;
}

/** Names the checks that failed and then passed on the same tree; empty when none did. */
export function flakyNote(flaky: ReadonlyMap<string, number>): string {
  const items = [...flaky].map(([command, times]) => `\`${command}\` (${times}×)`);
  return items.length === 0 ? "" : `Flaky, failed and then passed on the same commit: ${items.join(", ")}.`;
}

export const planReport = (handOff: string) => `**Ended**: the plan's cycle is over.\n\n${handOff}`;

export function verdictComment(
  cycle: number,
  commit: string,
  judgement: Judgement,
  checks: readonly CheckResult[],
  flaky: ReadonlyMap<string, number>,
): string {
  const points = judgement.evidence.map(
    (e) => `- ${e.met ? "met" : "**not met**"}: ${e.point}: ${e.evidence}`,
  );
  return [
    `## Verdict of cycle ${cycle}: ${judgement.verdict}`,
    closed(judgement.summary),
    `Judged commit: ${commit}`,
    ...(points.length > 0 ? [closed(points.join("\n"))] : []),
    checkTable(checks),
    flakyNote(flaky),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

export function checkTable(checks: readonly CheckResult[]): string {
  if (checks.length === 0) return "No checks are known for this goal.";
  const rows = checks.map(
    (c) => `| \`${c.command.replaceAll("|", "\\|")}\` | ${resultOf(c)} | ${c.seconds.toFixed(1)} |`,
  );
  return ["| check | result | seconds |", "| --- | --- | --- |", ...rows].join("\n");
}

function resultOf({ passed, flaky, runs = 1 }: CheckResult): string {
  if (flaky) return "passed at the second run (flaky)";
  if (passed) return "passed";
  return runs > 1 ? "**failed** twice" : "**failed**";
}

/** Empty when nobody gave a directive. What models noted beside their reports is in the hand-offs, not here. */
export function directiveLedger(ledger: readonly Ledgered[]): string {
  if (ledger.length === 0) return "";
  const rows = ledger.map(({ directive: { id, login, issue, at }, told, due, elsewhere, said }) => {
    const since = `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
    const given = [
      ...(told.length > 0 ? [`told: ${numbers(told)}`] : []),
      ...(due.length > 0 ? [`before the next step: ${numbers(due)}`] : []),
      ...(elsewhere.length > 0 ? [`elsewhere: ${numbers(elsewhere)}`] : []),
    ];
    const reports = said.map(({ task, honoured, path }) =>
      honoured ? `honoured in #${task}${path ? ` (${inCell(path)})` : ""}` : `**not** honoured in #${task}`,
    );
    const cells = [given.join("; ") || "nobody is at work", reports.join(", ") || "nothing yet"];
    return `| ${id} | @${login} | #${issue} | ${since} | ${cells.join(" | ")} |`;
  });
  const head = "| directive | by | on | since | agents at work | hand-offs say |";
  return [head, "| --- | --- | --- | --- | --- | --- |", ...rows].join("\n");
}

const numbers = (issues: readonly number[]) => issues.map((issue) => `#${issue}`).join(", ");

/** In a table a bar would end the cell, in code as well. */
const inCell = (path: string): string => inCode(path.replaceAll("|", "?"));

export const milestoneDescription = (verdict: string, summary: string, url: string) =>
  `Verdict: ${verdict}. ${summary} ${url}`;

export const landingSubject = (title: string, task: number) => `${title} (#${task})`;

export const conflictWords = (files: readonly string[]) =>
  `It conflicts with what landed meanwhile, in:\n${files.map((file) => `- ${shownName(file)}`).join("\n")}`;

export const refusedWords = (words: string) => `The landing was refused:\n\n${words.trim()}`;

/** The end of the output is where runners put their summary. */
export const redWords = (check: string, output: string) =>
  `With it \`${check}\` failed, twice, and without it the check passes. It said:\n\n${quoted(output.trim().slice(-shownOutput).toWellFormed())}`;

const shownOutput = 1500;

export const questionComment = (question: string) =>
  `A worker asks:\n\n${closed(question)}\n\nAnswer with a comment here; nothing is spent until then.`;

/** Facts about tests and checks for the judge and for people: suspicious until somebody has looked. */
export function alarmLines({ removed, weakened, unread, checks }: Alarms): readonly string[] {
  const named = (paths: readonly string[]) =>
    `${codes(paths.slice(0, mostPaths).map(shownName))}${paths.length > mostPaths ? ` and ${paths.length - mostPaths} more` : ""}`;
  const less = weakened
    .slice(0, mostPaths)
    .map(
      ({ path, before, after }) =>
        `${codes([shownName(path)])} (${before.claims} → ${after.claims} demands, ${before.excuses} → ${after.excuses} left out)`,
    );
  return [
    ...(removed.length > 0
      ? [`${count(removed, "test file")} removed or moved away: ${named(removed)}.`]
      : []),
    ...(less.length > 0
      ? [`${count(weakened, "test file")} demanding less than before: ${less.join(", ")}.`]
      : []),
    ...(unread > 0 ? [`Changed test files that were not looked into, being too many: ${unread} more.`] : []),
    ...(checks.length > 0
      ? [`${count(checks, "file")} changed that a check is defined by: ${named(checks)}.`]
      : []),
  ];
}

const count = ({ length }: readonly unknown[], what: string): string =>
  `${length} ${what}${length === 1 ? "" : "s"}`;

export const rewriteComment = (head: string | undefined) =>
  `The integration branch was ${head === undefined ? "removed" : `rewritten to ${head}`}: commits that the log names are no longer in its history. The goal is paused. Push the old history back, and it goes on by itself. Or say \`/swarm resume\` to accept the branch as it is: landings that are gone then count as dropped.`;

export interface Held {
  readonly tree: string;
  readonly protectedPaths: readonly string[];
  /** All that it changes. */
  readonly changed: ReadonlyMap<string, LineCount>;
  /** What its worker says of it. */
  readonly handOff: string;
}

/** First what code computed, then what a model says: nobody should approve by words alone. */
export function holdComment({ tree, protectedPaths: paths, changed, handOff }: Held): string {
  const counts = [...changed.values()];
  const sum = (of: keyof LineCount) => counts.reduce((all, count) => all + count[of], 0);
  const lines = paths.slice(0, mostPaths).map((path) => {
    const { added, removed } = changed.get(path) ?? { added: 0, removed: 0 };
    return `- ${inCode(path)}: +${added} −${removed}`;
  });
  return [
    "This submission waits for a person: it touches paths that are protected.",
    `Protected, ${paths.length} of ${changed.size} changed files, in all +${sum("added")} −${sum("removed")} lines:`,
    lines.join("\n"),
    ...(paths.length > mostPaths ? [`And ${paths.length - mostPaths} more.`] : []),
    `Somebody who may write lets exactly this tree land with the comment \`/swarm approve ${tree}\` here, or ends the task with \`/swarm veto\`.`,
    "What its worker says of it was written by a model, and nobody has checked it:",
    visible(handOff)
      .slice(0, mostProse)
      .split("\n")
      .map((line) => `> ${line}`.trimEnd())
      .join("\n"),
  ].join("\n\n");
}

const mostProse = 4000;
const mostPaths = 30;

/** A name of a file is text of an agent: it stays on its line and in its code. */
export const inCode = (path: string): string => `\`${path.replace(/[`\p{Cc}\p{Cf}]/gu, "?").slice(0, 200)}\``;

/** A mark is made with the webhook secret: under a new one nobody's edit is to be told from no edit at all. */
export const alteredComment = (comments: readonly string[]) =>
  [
    "What this app had said here does not carry the app's mark any more. Either somebody edited it, or `WEBHOOK_SECRET`, with which the mark is made, was changed:",
    comments
      .slice(0, mostPaths)
      .map((url) => `- ${url}`)
      .join("\n"),
    "Nothing is read from these comments, and what still holds of them is said anew. What counts are the branches and the log: they are as they were.",
  ].join("\n\n");

export const waitingGoal =
  "Nothing is done for this goal yet: not everybody who wrote or labelled it may write to this repository. Somebody who may can begin it with the comment `/swarm approve`, which counts for the text as it stands then.";

/** In backticks and indented by a table: read as a comment it holds no command. */
export const helpComment = [
  "People who may write to this repository can say these, each on a line of its own:",
  [
    "| command | where | what it does |",
    "| --- | --- | --- |",
    "| `/swarm approve` | the goal | accepts its text as it stands |",
    "| `/swarm approve TREE` | a task | lets its submission with this tree land, though it touches protected paths |",
    "| `/swarm pause`, `/swarm resume` | anywhere in the goal | nothing new begins; it goes on |",
    "| `/swarm stop` | anywhere in the goal | ends all open tasks and the goal |",
    "| `/swarm veto` | a plan or a task | ends it with all beneath it, and takes back what has landed of it |",
    "| `/swarm retry` | a task, a plan, or a goal that was stopped or failed | lets it begin again |",
    "| `/swarm budget USD` | anywhere in the goal | sets what the goal may spend in all |",
    "| `/swarm help` | anywhere in the goal | this |",
  ].join("\n"),
  "Any other comment of theirs on the goal, a plan or a task is a directive for everything beneath it. What was heard has a reaction, and an edit of it changes nothing.",
].join("\n\n");
export const logGoneComment = (branch: string) =>
  `The branch \`${branch}\` is gone, and with it all that says what was decided, landed and spent. Nothing goes on. Push the branch back, and the goal goes on by itself. Or say \`/swarm resume\` to begin it anew on what is left: with new plans, from cycle 1, and with its limits unspent.`;

export const unclearGoal = (problems: string) =>
  `The goal cannot begin: ${problems} When that is mended, edit the text above, and it is read again.`;
