/** Blocks of code that every reader of Markdown takes for such, apart from the rest. */

export interface Stretch {
  readonly text: string;
  readonly isCode: boolean;
}

/** What holds an open one of these may go on through a fence: no block after it is certain. */
const opens = /<!--|<\?|<!\[CDATA\[|<[a-z][^<>]*=\s*["'][^"']*$|<(?:pre|script|style|textarea)\b/i;

const fenceLine = /^(`{3,}|~{3,})[ \t]*([\w+#.-]{0,20})[ \t]*$/;

/**
 * Whole lines, in order. Code begins with a fence at the margin, after an empty line, where nothing is open, and has an
 * end. What the fence says beyond a language is no certain code.
 */
export function certainCode(text: string): readonly Stretch[] {
  const lines = text.split("\n");
  const found: Stretch[] = [];
  let prose: string[] = [];
  let isOpen = false;
  for (let at = 0; at < lines.length; at++) {
    const end = isOpen || !isAfterGap(lines, at) ? undefined : endOf(lines, at);
    if (end === undefined) {
      const line = lines[at] ?? "";
      prose.push(line);
      isOpen ||= opens.test(line);
      continue;
    }
    if (prose.length > 0) found.push({ text: prose.join("\n"), isCode: false });
    prose = [];
    found.push({ text: lines.slice(at, end + 1).join("\n"), isCode: true });
    at = end;
  }
  return prose.length > 0 ? [...found, { text: prose.join("\n"), isCode: false }] : found;
}

const isAfterGap = (lines: readonly string[], at: number): boolean =>
  at === 0 || (lines[at - 1] ?? "").trim() === "";

/** The line that ends the block which begins here; undefined when none begins, or it has no end. */
function endOf(lines: readonly string[], at: number): number | undefined {
  const fence = fenceLine.exec(lines[at] ?? "")?.[1];
  if (fence === undefined) return undefined;
  for (let index = at + 1; index < lines.length; index++) {
    const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(lines[index] ?? "")?.[1];
    if (end?.startsWith(fence)) return index;
  }
  return undefined;
}
