/** Fenced code blocks of Markdown: what stands in one is never read as ours. */

/** The lines outside of fenced code blocks, as Markdown knows them. A block that never ends goes on to the end. */
export function outsideFences(lines: readonly string[]): string[] {
  let fence: string | undefined;
  return lines.filter((line) => {
    if (fence === undefined) {
      fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
      return fence === undefined;
    }
    const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
    if (end?.startsWith(fence)) fence = undefined;
    return false;
  });
}
