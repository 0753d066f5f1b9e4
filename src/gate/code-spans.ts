/** A line's code spans, as every reader of Markdown sees them: what is not certain to be code is made not to be. */

export interface Part {
  readonly text: string;
  readonly isCode: boolean;
}

/**
 * Parts a line into code spans, with their backticks, and the rest, in which no backtick is left. A span that does not end
 * on its line, or whose backtick is escaped, is none. Linear.
 */
export function partsOf(line: string): readonly Part[] {
  if (!line.includes("`")) return [{ text: line, isCode: false }];
  const runs = [...line.matchAll(/`+/g)];
  const next = closers(runs);
  const parts: Part[] = [];
  let plain = "";
  let at = 0;
  for (let index = 0; index < runs.length; index++) {
    const run = runs[index];
    if (!run || run.index < at) continue;
    // What stands in plain already ends with no backslash.
    const between = line.slice(at, run.index);
    plain += between;
    at = run.index + run[0].length;
    const isEscaped = isOdd(between);
    const closer = runs[next[index] ?? -1];
    if (isEscaped || !closer) {
      plain = `${isEscaped ? plain.slice(0, -1) : plain}${"&#96;".repeat(run[0].length)}`;
      continue;
    }
    const end = closer.index + closer[0].length;
    parts.push({ text: plain, isCode: false }, { text: line.slice(run.index, end), isCode: true });
    plain = "";
    at = end;
  }
  return [...parts, { text: plain + line.slice(at), isCode: false }];
}

/** In a table a bar ends its cell, within code too, unless it is escaped. */
export const hasBar = (text: string): boolean => /(?<!\\)(?:\\\\)*\|/.test(text);

/** For each run of backticks the next of the same length. */
function closers(runs: readonly RegExpMatchArray[]): readonly (number | undefined)[] {
  const seen = new Map<number, number>();
  const next: (number | undefined)[] = [];
  for (let index = runs.length - 1; index >= 0; index--) {
    const length = runs[index]?.[0].length ?? 0;
    next[index] = seen.get(length);
    seen.set(length, index);
  }
  return next;
}

/** Whether the text ends with a backslash that escapes what follows. */
export function isOdd(text: string): boolean {
  let slashes = 0;
  while (text[text.length - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 1;
}
