/** Commands in comments: `/swarm WORD` on a line of its own, outside code and quotes. */

import { type CommandWord, commandWords } from "../domain/words.ts";
import { outsideFences } from "./fence.ts";
import { withoutHidden } from "./hidden-text.ts";
import { longestText } from "./longest-text.ts";
import { shownText } from "./shown-text.ts";
import { visible } from "./visible.ts";

export interface WrittenCommand {
  readonly word: CommandWord;
  readonly argument: string;
}

/** The first command in a comment; undefined if it holds none. */
export function parseCommand(body: string): WrittenCommand | undefined {
  const text = visible(body.slice(0, longestText));
  // Most comments hold none, and need not be taken apart.
  if (!text.includes("/swarm")) return undefined;
  for (const line of plainLines(text)) {
    const match = /^\/swarm[ \t]+([a-z]+)(?:[ \t]+(\S.*?))?[ \t]*$/.exec(line);
    const word = commandWords.find((w) => w === match?.[1]);
    if (word) return { word, argument: match?.[2] ?? "" };
  }
  return undefined;
}

/** What a reader sees as the writer's own words, line by line: in the text as it stands, and in what a page shows of it. */
function plainLines(text: string): string[] {
  const written = new Set(outsideCode(text));
  return outsideCode(shownText(text)).filter((line) => written.has(line));
}

function outsideCode(text: string): string[] {
  const said = withoutHidden(outsideFences(text.split("\n")).join("\n")).split("\n");
  return withoutQuotes(said).filter((line) => !/^( {4}|\t)/.test(line));
}

/** A line right below a quote goes on with it, as Markdown has it, until an empty line ends the paragraph. */
function withoutQuotes(lines: readonly string[]): string[] {
  let isQuoted = false;
  return lines.filter((line) => {
    if (/^\s*>/.test(line)) isQuoted = true;
    else if (line.trim() === "") isQuoted = false;
    return !isQuoted;
  });
}
