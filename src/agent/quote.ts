/** Text from outside, put into a message so that it stays data: it can neither close its fence nor open a section. */

import { longestText } from "../codec/longest-text.ts";
import { escaped } from "../codec/shown-name.ts";
import { visible } from "../codec/visible.ts";

/** A fenced block whose fence is longer than any run of backticks within. */
export function quote(given: string): string {
  const text = visible(given);
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}

/** One line whatever the text holds, other control characters gone too, and what cannot be seen escaped. */
export const oneLine = (text: string): string =>
  escaped(
    text
      .slice(0, longestText)
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
      .trim(),
  );

/** Items of a quoted list: the second and later lines of an item are indented, so no item can look like another. */
export const quoteItems = (items: readonly string[]): string =>
  quote(items.map((item) => item.trim().replace(/\r\n|[\r\n\u2028\u2029]/g, "\n    ")).join("\n"));

/** Whole lines of the end, where runners put their summary. */
export function lastLines(output: string): string {
  const text = output.trim();
  if (text.length <= outputShown) return text;
  const end = text.slice(-outputShown);
  return end.slice(end.indexOf("\n") + 1).toWellFormed();
}

const outputShown = 1500;
