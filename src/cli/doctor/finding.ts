/** What the doctor says about one thing. */

export interface Finding {
  /** `bad` makes the doctor's exit code 1; `open` is nothing wrong, but something missing or worth a look. */
  readonly state: "good" | "open" | "bad";
  /** What was looked at, in a word or two. */
  readonly what: string;
  /** What was found, and for all but `good` what to do. No secret is ever in it. */
  readonly words: string;
}

export const good = (what: string, words: string): Finding => ({ state: "good", what, words });
export const open = (what: string, words: string): Finding => ({ state: "open", what, words });
export const bad = (what: string, words: string): Finding => ({ state: "bad", what, words });

const marks = { good: "ok  ", open: "-   ", bad: "BAD " } as const;

/** One line each, what they are about in a column of its own. */
export function printFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .map(({ state, what, words }) => `${marks[state]}${what.padEnd(width)}  ${words}`)
    .join("\n");
}
