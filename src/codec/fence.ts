/** Fenced code blocks of Markdown: what stands in one is never read as ours, and none swallows what we say after it. */

import { visible } from "./visible.ts";

/** The lines outside of fenced code blocks, as Markdown knows them. A block that never ends goes on to the end. */
export function outsideFences(lines: readonly string[]): string[] {
  let fence: string | undefined;
  return lines.filter((line) => {
    if (fence === undefined) {
      fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
      return fence === undefined;
    }
    if (endOf(line)?.startsWith(fence)) fence = undefined;
    return false;
  });
}

/**
 * The text with an end for a block that it leaves open, so that what follows is shown as ours. Only fences at the margin
 * count: the gate lets no other open a block.
 */
export function closed(text: string): string {
  let fence: string | undefined;
  for (const line of visible(text).split("\n")) {
    if (fence === undefined) fence = /^(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
    else if (endOf(line)?.startsWith(fence)) fence = undefined;
  }
  return fence === undefined ? text : `${text}\n${fence}`;
}

/** The fence of a line that can end a block. */
const endOf = (line: string): string | undefined => /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
