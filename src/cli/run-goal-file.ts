/** The goal file of `run`: read, checked, and completed with the limits of the command line. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { type GoalText, parseGoal } from "../codec/goal-text.ts";
import { Refusal } from "./refusal.ts";

export interface LimitFlags {
  readonly workers?: string;
  readonly budget?: string;
  readonly maxTokensTotal?: string;
}

/** The body that becomes the issue carries the limits of the flags, so that the log freezes them too. */
export function readGoalFile(file: string, flags: LimitFlags): GoalText {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new Refusal(`There is no goal file ${file}: write one, with a title and what you want.`);
  const text = readText(file);
  const { title } = parseGoal(text);
  if (title === "") throw new Refusal(`The goal file ${file} is empty: write a title and what you want.`);
  if (title.length > longestTitle)
    throw new Refusal(
      `The title in ${file} has ${title.length} characters: write one line of at most ${longestTitle}.`,
    );
  const added = [
    ...(flags.workers === undefined ? [] : [`- workers: ${whole("--workers", flags.workers)}`]),
    ...(flags.budget === undefined ? [] : [`- budget: ${amount(flags.budget)} USD`]),
    ...(flags.maxTokensTotal === undefined
      ? []
      : [`- tokens: ${whole("--max-tokens-total", flags.maxTokensTotal)}`]),
  ];
  const body = added.length > 0 ? withLimits(text, added) : text;
  const goal = parseGoal(body);
  if (goal.problems.length > 0)
    throw new Refusal(`The goal file ${file} is not clear: ${goal.problems.join(" ")}`);
  if (goal.text.length > longestBody)
    throw new Refusal(
      `The goal file ${file} has ${goal.text.length} characters: leave it at ${longestBody} at most, which is what an issue holds.`,
    );
  return goal;
}

/** What GitHub takes as an issue. */
const longestTitle = 256;
const longestBody = 65_536;

/** Editors may put a byte order mark in front; a file that is no text has NUL characters. */
function readText(file: string): string {
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  if (text.includes("\0")) throw new Refusal(`The goal file ${file} is not text: write it as Markdown.`);
  return text;
}

/** Flags come last in the section, so they count over the file's own lines. */
function withLimits(text: string, added: readonly string[]): string {
  const lines = text.trimEnd().split("\n");
  const at = lines.findIndex((line) => /^#{1,6}\s+limits\s*#*\s*$/i.test(line));
  if (at === -1) return [...lines, "", "## Limits", "", ...added, ""].join("\n");
  const next = lines.findIndex((line, index) => index > at && /^#{1,6}\s/.test(line));
  const end = next === -1 ? lines.length : next;
  return [...lines.slice(0, end), ...added, ...lines.slice(end), ""].join("\n");
}

function whole(flag: string, text: string): string {
  if (!/^[1-9]\d*$/.test(text))
    throw new Refusal(`${flag} ${text} is not a number above 0: use one such as 8.`);
  return text;
}

function amount(text: string): string {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0)
    throw new Refusal(`--budget ${text} is not an amount above 0: use USD such as 5 or 2.50.`);
  return text;
}
