/** Parts of Markdown that a reader does not take for the writer's own words. */

const openings = /<!--|<(pre|code|blockquote|script|style|textarea)\b|`+/gi;

/**
 * The text with a space for each comment, element of code or of a quote, and code in backticks, though it goes on over
 * lines; a comment or an element that never ends hides the rest. Linear.
 */
export function withoutHidden(text: string): string {
  const closer = closersIn(text);
  const kept: string[] = [];
  let at = 0;
  for (const match of text.matchAll(openings)) {
    if (match.index < at) continue;
    const from = match.index + match[0].length;
    const end = match[0].startsWith("`")
      ? closer(match.index)
      : endOf(text, from, match[1] === undefined ? "-->" : new RegExp(`</${match[1]}\\s*>`, "gi"));
    if (end === undefined) continue;
    kept.push(text.slice(at, match.index), " ");
    at = end;
  }
  return [...kept, text.slice(at)].join("");
}

function endOf(text: string, from: number, end: string | RegExp): number {
  if (typeof end === "string") {
    const found = text.indexOf(end, from);
    return found < 0 ? text.length : found + end.length;
  }
  end.lastIndex = from;
  const found = end.exec(text);
  return found ? end.lastIndex : text.length;
}

/** For a run of backticks that begins here, where the code ends that it opens: at the next run as long, in the same paragraph. */
function closersIn(text: string): (start: number) => number | undefined {
  const ends = new Map<number, number | undefined>();
  const next = new Map<number, number>();
  const marks = [...text.matchAll(/`+|\n[ \t]*(?=\n)/g)].reverse();
  for (const { 0: mark, index } of marks) {
    if (mark.startsWith("`")) {
      ends.set(index, next.get(mark.length));
      next.set(mark.length, index + mark.length);
    } else next.clear();
  }
  return (start) => ends.get(start);
}
