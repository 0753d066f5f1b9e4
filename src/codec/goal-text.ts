/** A goal's text, as a file or as an issue body: free text, then sections in any order, at any heading level. */

import type { Limits } from "../domain/entry.ts";
import { parseUsd } from "../domain/money.ts";
import { outsideFences } from "./fence.ts";
import { shownLines, shownText } from "./shown-text.ts";

export interface GoalText {
  readonly title: string;
  /** Everything, as written. */
  readonly text: string;
  readonly doneWhen: readonly string[];
  readonly checks: readonly string[];
  readonly setup: readonly string[];
  readonly limits: Partial<Limits>;
  /** What could not be understood, one sentence each. */
  readonly problems: readonly string[];
}

const listItem = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?([\s\S]*)$/;

/** The words of a heading; undefined when the line is none. */
function headingOf(line: string): string | undefined {
  const words = /^#{1,6}\s([\s\S]*)$/.exec(line)?.[1]?.trim();
  if (words === undefined) return undefined;
  let end = words.length;
  while (words[end - 1] === "#") end--;
  return words.slice(0, end).trimEnd();
}

/** What stands in backticks at the beginning of an item. */
function codeOf(item: string): string | undefined {
  const fence = /^`+/.exec(item)?.[0] ?? "";
  const end = fence === "" ? -1 : item.indexOf(fence, fence.length);
  return end < 0 ? undefined : item.slice(fence.length, end).trim() || undefined;
}

/**
 * What no page shows counts for nothing, since nobody approved it knowingly.
 * `title` is the title; for a file, leave it out and the first heading or line is used.
 */
export function parseGoal(source: string, title?: string): GoalText {
  const lines = shownLines(source);
  const sections = sectionsOf(lines);
  const shown = sectionsOf(shownText(source).split("\n"));
  const checks = commandsIn("check", sections.get("checks") ?? []);
  const setup = commandsIn("setup", sections.get("setup") ?? []);
  const limits = parseLimits(sections.get("limits") ?? []);
  return {
    title: title ?? titleOf(lines),
    text: source.trim(),
    doneWhen: itemsIn(shown.get("done when") ?? []),
    checks: checks.commands,
    setup: setup.commands,
    limits: limits.limits,
    problems: [...checks.problems, ...setup.problems, ...limits.problems],
  };
}

function sectionsOf(lines: readonly string[]): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of outsideFences(lines)) {
    const found = headingOf(line);
    if (found !== undefined) {
      current = [];
      sections.set(found.toLowerCase(), current);
    } else current?.push(line);
  }
  return sections;
}

function titleOf(lines: readonly string[]): string {
  const first = lines.find((line) => line.trim() !== "") ?? "";
  return (headingOf(first) ?? first).trim();
}

const itemsIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => listItem.exec(line)?.[1]?.trim() || []);

/** `_No response_` is what GitHub's issue forms write for an empty field. */
function commandsIn(what: string, lines: readonly string[]): { commands: string[]; problems: string[] } {
  const items = itemsIn(lines);
  const commands = items.flatMap((item) => codeOf(item) ?? []);
  const problems = items
    .filter((item) => codeOf(item) === undefined)
    .map((item) => `The ${what} "${item}" is not a command in backticks.`);
  return { commands, problems };
}

const units: Readonly<Record<string, number>> = { min: 1, m: 1, h: 60, d: 1440 };

function parseLimits(lines: readonly string[]): { limits: Partial<Limits>; problems: string[] } {
  const limits: { -readonly [Key in keyof Limits]?: Limits[Key] } = {};
  const problems: string[] = [];
  for (const item of itemsIn(lines)) {
    const [key = "", value = ""] = item.replaceAll("`", "").split(/:\s*/, 2);
    const usd = parseUsd(value);
    const time = /^(\d+(?:\.\d+)?)\s*(min|m|h|d)$/.exec(value);
    const count = /^([1-9]\d*)$/.exec(value);
    if (key === "budget" && usd !== undefined) limits.budget = usd;
    else if (key === "tokens" && count) limits.tokens = Number(count[1]);
    else if (key === "time" && time) limits.minutes = Number(time[1]) * (units[time[2] ?? "min"] ?? 1);
    else if (key === "cycles" && count) limits.cycles = Number(count[1]);
    else if (key === "workers" && count) limits.workers = Number(count[1]);
    else if (key === "tasks" && count) limits.tasks = Number(count[1]);
    else if (key === "landing" && (value === "gated" || value === "direct")) limits.landing = value;
    else problems.push(`The limit "${item}" is not understood.`);
  }
  return { limits, problems };
}
