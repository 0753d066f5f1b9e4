/** Fenced blocks of code: where they certainly are, and what could act from within. */

import { botInCode, commandLine, slashLine, wide } from "./bots.ts";

/** What GitHub draws instead of showing: with links, maps and buttons. */
const drawn = /^(mermaid|math|geojson|topojson|stl|suggestion)$/i;

/** The one kind of drawing we make ourselves: boxes and arrows without links. */
const ourDrawing = /^(?:graph LR|\s*i\d+(?: --> i\d+)?\["[\w #-]*"\])$/;

/**
 * A line that opens a block for every reader of Markdown, since it begins at the margin: its fence, and the line without
 * what would make GitHub draw the block.
 */
export function opening(
  lines: readonly string[],
  at: number,
): { readonly fence: string; readonly line: string } | undefined {
  const line = lines[at] ?? "";
  const fence = /^(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
  if (fence === undefined) return undefined;
  const word = /^[ \t]*([\w+#.-]{1,20})[ \t]*$/.exec(line.slice(fence.length))?.[1] ?? "";
  const isPlain = !drawn.test(word) || (word === "mermaid" && isOurDrawing(lines, at + 1, fence));
  return { fence, line: `${fence}${isPlain ? word : "text"}` };
}

function isOurDrawing(lines: readonly string[], from: number, fence: string): boolean {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (isEnd(line, fence)) return true;
    if (!ourDrawing.test(line)) return false;
  }
  return false;
}

/** Whether a line ends the block that a fence opened. */
export const isEnd = (line: string, fence: string): boolean => {
  const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return end?.startsWith(fence) ?? false;
};

/** A line of code: no bot's command, and no comment that could be a marker. */
export const harmlessCode = (line: string): string =>
  line
    .replaceAll("<!--", "&lt;!--")
    .replace(botInCode, wide("@"))
    .replace(slashLine, `$1${wide("/")}`)
    .replace(codeCommand, (_, lead: string, first: string) => `${lead}${wide(first)}`);

const codeCommand = new RegExp(`${commandLine.source}(.)`, "i");
