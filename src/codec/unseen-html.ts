/** HTML in Markdown that no page shows: comments, instructions to programs, and what tags carry besides their names. */

const pairs = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

/** One that never ends goes on to the end, as on a page; where only a line's beginning opens one, elsewhere it stays. */
export function withoutComments(text: string): string {
  let shown = text;
  for (const [open, close] of pairs) shown = withoutPairs(shown, open, close);
  return shown.replace(/<![a-z][^>]{0,2000}>/gi, "");
}

function withoutPairs(text: string, open: string, close: string): string {
  const kept: string[] = [];
  let at = 0;
  while (true) {
    const from = text.indexOf(open, at);
    if (from < 0) break;
    const end = text.indexOf(close, from + open.length);
    const hidesRest = open === "<!--" || isLineStart(text, from);
    if (end < 0 && !hidesRest) break;
    kept.push(text.slice(at, from));
    at = end < 0 ? text.length : end + close.length;
  }
  return [...kept, text.slice(at)].join("");
}

const isLineStart = (text: string, at: number): boolean => {
  const before = text.slice(Math.max(0, at - 60), at);
  return /(?:^|\n)[ \t>*+-]*$/.test(before);
};

/** These begin a block of HTML even when they are not complete. */
const blocks = new Set(
  (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt " +
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link " +
    "main menu menuitem nav noframes ol optgroup option p param pre script search section style summary table tbody td " +
    "textarea tfoot th thead title tr track ul"
  ).split(" "),
);

/** Whether a line begins a block of HTML in the midst of a paragraph. */
export function beginsBlock(line: string): boolean {
  const name = /^ {0,3}<\/?([a-z][\w-]*)/i.exec(line)?.[1];
  return /^ {0,3}<[!?]/.test(line) || (name !== undefined && blocks.has(name.toLowerCase()));
}

const tag = /<(\/?)([a-z][\w-]*)(?=[\s/>])/gi;

/** Of each tag its name stays. With `onlyLong`, tags on one line stay as they are: they may be code. Linear. */
export function withoutAttributes(text: string, onlyLong = false): string {
  const kept: string[] = [];
  let at = 0;
  const ends = new Ends(text);
  for (const match of text.matchAll(tag)) {
    if (match.index < at) continue;
    const [opening, slash = "", name = ""] = match;
    const end = ends.after(match.index + opening.length);
    const isBlock = blocks.has(name.toLowerCase()) && isLineStart(text, match.index);
    if (end === undefined && !isBlock) continue;
    const until = end ?? ends.ofParagraph(match.index);
    if (onlyLong && !text.slice(match.index, until).includes("\n")) continue;
    kept.push(text.slice(at, match.index), `<${slash}${name}>`);
    at = until;
  }
  return [...kept, text.slice(at)].join("");
}

/** So many times the length of the text is looked at. What is harder to read than that is not shown. */
const patience = 20;

/** Where tags end, as a browser has it: at the first `>` outside of a quoted value. Asked from places that only grow. */
class Ends {
  readonly #text: string;
  readonly #last: number;
  #left: number;
  #paragraph = -1;

  constructor(text: string) {
    this.#text = text;
    this.#last = text.lastIndexOf(">");
    this.#left = patience * text.length;
  }

  /** Undefined when it never ends, or a paragraph does before it, outside of quotes. */
  after(from: number): number | undefined {
    const text = this.#text;
    const limit = this.ofParagraph(from);
    let quote = "";
    let isValue = false;
    for (let at = from; at <= this.#last; at++) {
      if (this.#left-- < 0) return limit;
      const char = text[at] ?? "";
      if (quote !== "") {
        if (char === quote) quote = "";
        continue;
      }
      if (char === ">") return at + 1;
      if (at >= limit) return undefined;
      if (isValue && (char === '"' || char === "'")) quote = char;
      isValue = char === "=" || (isValue && /\s/.test(char));
    }
    return undefined;
  }

  /** Where the paragraph ends in which something stands. */
  ofParagraph(from: number): number {
    if (this.#paragraph >= from) return this.#paragraph;
    const found = this.#text.indexOf("\n\n", from);
    this.#paragraph = found < 0 ? this.#text.length : found;
    return this.#paragraph;
  }
}
