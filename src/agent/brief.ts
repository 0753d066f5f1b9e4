/** The first message of each role, composed from plain data: a fixed header, then sections. */

import { shownName } from "../codec/shown-name.ts";
import { shownText } from "../codec/shown-text.ts";
import type { CheckResult } from "../domain/entry.ts";
import type { TaskStateName } from "../domain/words.ts";
import { lastLines, oneLine, quote, quoteItems } from "./quote.ts";

/** The header's facts; `issue` is the goal, plan or task that the run is about. */
export interface Heading {
  readonly issue: { readonly number: number; readonly title: string };
  readonly cycle: number;
  /** A planner's wake within the cycle, a worker's attempt, a judge's try. */
  readonly attempt: number;
}

export interface DirectiveLine {
  readonly id: string;
  readonly from: string;
  readonly issue: number;
  readonly text: string;
}

/** A check as its brief shows it; without a result it has not run on the tree in question. */
export interface CheckLine {
  readonly command: string;
  readonly result?: Pick<CheckResult, "passed" | "exitCode" | "output"> | undefined;
}

export interface ConflictLine {
  readonly path: string;
  /** Whose landed change it meets, such as `#31 Add a parser`. */
  readonly meets: readonly string[];
}

export interface PlannerBrief extends Heading {
  readonly goal: string;
  /** The slice of a sub-planner. */
  readonly plan?: string | undefined;
  readonly checks: readonly CheckLine[];
  readonly directives: readonly DirectiveLine[];
  /** The verdict that ended the last cycle. */
  readonly verdict?: string | undefined;
  readonly notes: string;
  /** Paths of all files of the integration branch. */
  readonly files: readonly string[];
  /** What happened since the last wake, hand-offs included. */
  readonly events: readonly string[];
  readonly tasks: readonly {
    readonly number: number;
    readonly title: string;
    readonly state: TaskStateName | "plan";
  }[];
}

export interface WorkerBrief extends Heading {
  readonly goal: string;
  readonly task: string;
  readonly checks: readonly CheckLine[];
  readonly directives: readonly DirectiveLine[];
  /** What the tasks it needs handed off. */
  readonly needed: readonly string[];
  /** Earlier questions of this task and what humans answered, and other words about earlier attempts. */
  readonly earlier: readonly string[];
  readonly conflicts: readonly ConflictLine[];
}

export interface ReturnBrief extends Heading {
  readonly reason: "conflict" | "refused" | "red" | "retried" | "answered" | "pushed";
  /** The server's or the human's words. */
  readonly words: string;
  readonly conflicts: readonly ConflictLine[];
  readonly directives: readonly DirectiveLine[];
}

export interface JudgeBrief extends Heading {
  readonly commit: string;
  readonly goal: string;
  readonly doneWhen: readonly string[];
  readonly checks: readonly CheckLine[];
  readonly directives: readonly DirectiveLine[];
  /** Paths that differ from where the goal began. */
  readonly changed: readonly string[];
  /** What that does to tests and checks, as code found it. */
  readonly alarms: readonly string[];
  /** What landed, with its hand-off, and what ended without landing. */
  readonly delivered: readonly string[];
  /** Tasks that a person vetoed after they had landed, and that could not be taken out. */
  readonly vetoed: readonly string[];
}

export function plannerBrief(data: PlannerBrief): string {
  const tasks = data.tasks.map((task) => `#${task.number} (${task.state}) ${oneLine(task.title)}`);
  return compose("planner", data, [
    section("Goal", quote(shownText(data.goal))),
    data.plan !== undefined && section("Your slice of it", quote(shownText(data.plan))),
    data.verdict !== undefined && section("The judge's verdict on the last cycle", quote(data.verdict)),
    checksSection(data.checks),
    directivesSection(data.directives),
    filesSection(data.files),
    section("Your notes", data.notes.trim() === "" ? "None yet." : quote(data.notes)),
    listSection("What happened since you last looked", data.events),
    section("Your tasks and plans so far", tasks.length === 0 ? "None yet." : quoteItems(tasks)),
  ]);
}

export const workerBrief = (data: WorkerBrief): string =>
  compose("worker", data, [
    section("Your task", quote(shownText(data.task))),
    section("The goal it serves (for orientation, not for you to do)", quote(shownText(data.goal))),
    checksSection(data.checks),
    directivesSection(data.directives),
    listSection("What it needs has landed", data.needed),
    listSection("What happened to this task before", data.earlier),
    conflictSection(data.conflicts),
  ]);

/** For a worker that goes on from its own transcript. */
export const returnBrief = (data: ReturnBrief): string =>
  compose("worker", data, [
    section(returnTitles[data.reason], data.words.trim() === "" ? "" : quote(data.words)),
    conflictSection(data.conflicts),
    directivesSection(data.directives),
    section("Now", "Mend this in your workspace, run what shows that it holds, then `submit` again."),
  ]);

/** What was asked, and what people answered. */
export const answeredWords = (
  question: string,
  answers: readonly { readonly login: string; readonly text: string }[],
): string => [question, ...answers.map(({ login, text }) => `@${login}: ${shownText(text)}`)].join("\n\n");

const returnTitles = {
  conflict: "Your submission came back: it conflicts with what landed meanwhile",
  refused: "Your submission came back: it was refused",
  red: "Your submission came back: with it, a check fails that passed before",
  retried: "A human wants this task tried again: your workspace holds what was done before",
  answered: "A human answered your question",
  pushed: "A human pushed to your branch: your workspace holds what they left",
} as const satisfies Record<ReturnBrief["reason"], string>;

export const judgeBrief = (data: JudgeBrief): string =>
  compose("judge", data, [
    section("The commit you judge", `\`${data.commit}\`; your workspace is a fresh clone of it.`),
    section("Goal", quote(shownText(data.goal))),
    listSection("Done when", data.doneWhen),
    checksSection(data.checks),
    directivesSection(data.directives),
    changedSection(data.changed),
    listSection("What code found in the difference, to be looked at first (facts, not claims)", data.alarms),
    listSection("What the cycle says it delivered (claims, not evidence)", data.delivered),
    listSection("Vetoed by a person, and still in this commit: it cannot be done", data.vetoed),
  ]);

/** What a running agent is told before its next step. */
export const directiveNotice = (directives: readonly DirectiveLine[]): string =>
  `A human has spoken while you work. ${directiveRule}\n\n${quoteItems(directives.map(directiveLine))}`;

const directiveRule = "These come from people who may decide here. They bind you and overrule your brief.";

const directiveLine = (directive: DirectiveLine) =>
  `${directive.id} (from @${directive.from} on #${directive.issue}): ${shownText(directive.text)}`;

function compose(
  role: "planner" | "worker" | "judge",
  heading: Heading,
  sections: readonly (string | false)[],
): string {
  const { issue, cycle, attempt } = heading;
  const header = [
    `Role: ${role}`,
    `Issue: #${issue.number} ${oneLine(issue.title)}`,
    `Cycle: ${cycle}`,
    `Attempt: ${attempt}`,
  ];
  return `${[header.join("\n"), ...sections.filter((text) => text !== false && text !== "")].join("\n\n")}\n`;
}

const section = (title: string, text: string) => `## ${title}${text === "" ? "" : `\n\n${text}`}`;

const listSection = (title: string, items: readonly string[]) =>
  items.length === 0 ? "" : section(title, quoteItems(items));

function directivesSection(directives: readonly DirectiveLine[]): string {
  if (directives.length === 0) return "";
  return section("Directives", `${directiveRule}\n\n${quoteItems(directives.map(directiveLine))}`);
}

/** What a check said is shown only if it failed; the tail is where runners put their summary. */
function checksSection(checks: readonly CheckLine[]): string {
  if (checks.length === 0) return section("Checks", "None are registered.");
  const items = checks.map(({ command, result }) => {
    if (result === undefined) return `not run yet: ${command}`;
    if (result.passed) return `passed: ${command}`;
    const code = result.exitCode === undefined ? "" : ` (exit code ${result.exitCode})`;
    return `FAILED${code}: ${command}\n${lastLines(result.output)}`;
  });
  return section("Checks", `The commands that must pass in the end.\n\n${quoteItems(items)}`);
}

const filesSection = (files: readonly string[]): string =>
  section("Files", files.length === 0 ? "The repository is empty." : paths(files));

const changedSection = (changed: readonly string[]): string =>
  section("Files that differ from where the goal began", changed.length === 0 ? "None." : paths(changed));

/** Of many the first: there are tools to see more. */
function paths(files: readonly string[]): string {
  const rest = files.length - mostFiles;
  const more = rest > 0 ? `\n\nAnd ${rest} more.` : "";
  return `${quote(files.slice(0, mostFiles).map(shownName).join("\n"))}${more}`;
}

const mostFiles = 200;

function conflictSection(conflicts: readonly ConflictLine[]): string {
  if (conflicts.length === 0) return "";
  const items = conflicts.map(
    ({ path, meets }) => `${shownName(path)} meets ${meets.join(" and ") || "a landed change"}`,
  );
  const rule =
    "Others landed on the same lines first. The files below hold both sides between conflict markers. " +
    "Keep what both sides meant: theirs has landed and must survive, yours must be in it too. " +
    "Leave no marker, drop no line without saying why in your hand-off, and run what shows that both work.";
  return section("Conflicts to resolve", `${rule}\n\n${quoteItems(items)}`);
}
