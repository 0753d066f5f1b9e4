/** What links, images, definitions and footnotes carry and no page shows. */

import { beginsBlock } from "./unseen-html.ts";

/** Linear: what is looked for from each place has a bounded length, or its end is known. */
export const withoutUnseenLinks = (text: string): string =>
  withoutFootnotes(withoutDefinitions(withoutTitles(withoutAlternatives(text))));

/** An image is shown without its text; brackets within it come in pairs, unless they are escaped. */
function withoutAlternatives(text: string): string {
  const closers = closersIn(text);
  const kept: string[] = [];
  let at = 0;
  for (let from = text.indexOf("!["); from >= 0; from = text.indexOf("![", Math.max(at, from + 2))) {
    const close = closers.get(from + 1);
    if (close === undefined) continue;
    kept.push(text.slice(at, from), "![");
    at = close;
  }
  return [...kept, text.slice(at)].join("");
}

/** Each opening bracket with its closing one; no pair goes over the end of a paragraph. */
function closersIn(text: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === "[") open.push(at);
    else if (char === "\n" && text[at + 1] === "\n") open.length = 0;
    else if (char === "]") {
      const from = open.pop();
      if (from !== undefined) found.set(from, at);
    }
  }
  return found;
}

const space = String.raw`[ \t\n]`;
const address = String.raw`(?:<[^<>\n]*>|[^\s<](?:\\.|[^\s])*)`;
const title = String.raw`(?:"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\((?:\\[\s\S]|[^()\\])*\))`;

const linkStart = /\]\([ \t\n]*/g;
const titleAndEnd = new RegExp(String.raw`${space}+${title}${space}*\)`, "y");

/** `](where "title")` loses its title. Many beginnings may share one end of an address, so each end is looked at once. */
function withoutTitles(text: string): string {
  const kept: string[] = [];
  const known = new Map<number, number | undefined>();
  const spaces = new Next(text, /\s/g);
  const angles = new Next(text, />/g);
  let at = 0;
  for (const match of text.matchAll(linkStart)) {
    const from = match.index + match[0].length;
    if (from < at) continue;
    const ends = text[from] === "<" ? angles.from(from) + 1 : spaces.from(from);
    if (!known.has(ends)) {
      titleAndEnd.lastIndex = ends;
      known.set(ends, titleAndEnd.test(text) ? titleAndEnd.lastIndex : undefined);
    }
    const end = known.get(ends);
    if (end === undefined) continue;
    kept.push(text.slice(at, ends), ")");
    at = end;
  }
  return [...kept, text.slice(at)].join("");
}

/** Where something stands next; asked from places that only grow. */
class Next {
  readonly #text: string;
  readonly #what: RegExp;
  #found = -1;

  constructor(text: string, what: RegExp) {
    this.#text = text;
    this.#what = what;
  }

  /** The end of the text when there is none. */
  from(at: number): number {
    if (this.#found >= at) return this.#found;
    this.#what.lastIndex = at;
    this.#found = this.#what.exec(this.#text)?.index ?? this.#text.length;
    return this.#found;
  }
}

const lead = String.raw`[ \t>*+\d.)-]{0,40}`;
const label = String.raw`\[(?!\^)((?:\\.|[^\]\[\\]){1,999})\]`;
const definition = new RegExp(
  String.raw`^(${lead})${label}:[ \t]*(?:\n[ \t>]*)?(${address})?(?:[ \t]*(?:\n[ \t>]*)?${title})?[ \t]*$`,
  "gm",
);

/** Of a definition the address stays, and a name of one word; a link that names it by more shows only its text. */
function withoutDefinitions(text: string): string {
  const shown = text.replace(definition, (_, before: string, name: string, where = "") =>
    isWord(name) && /[^<>#]/.test(where) ? `${before}[${name}]: ${where}` : before,
  );
  return shown.replace(/(?<=\])\[([^\][\n]{1,999})\]/g, (all, name: string) => (isWord(name) ? all : ""));
}

const isWord = (name: string): boolean => /^\S{1,40}$/.test(name);

const footnote = /^([ \t>*+-]{0,40})\[\^([^\]\s]{1,200})\]:/;

/** A footnote to which nothing refers is not shown, nor what belongs to it. */
function withoutFootnotes(text: string): string {
  if (!text.includes("[^")) return text;
  let shown = text;
  for (let tries = 0; tries < 10; tries++) {
    const next = withoutUnused(shown);
    if (next === shown) return shown;
    shown = next;
  }
  return shown.replace(/\[\^[^\]\s]{1,200}\]:.*/g, "");
}

/** What ends a paragraph without an empty line. */
const otherBlock = /^ {0,3}(?:#{1,6}(?:[ \t]|$)|>|[-*+][ \t]|1[.)][ \t]|`{3}|~{3}|(?:[-*_][ \t]*){3,}$)/;

function withoutUnused(text: string): string {
  const used = new Set(
    [...text.replace(/`[^`\n]*`/g, "").matchAll(/\[\^([^\]\s]{1,200})\](?!:)/g)].map((match) => match[1]),
  );
  let isUnused = false;
  let isAfterGap = false;
  const kept = text.split("\n").filter((line) => {
    const name = footnote.exec(line)?.[2];
    const isLazy = !isAfterGap && !otherBlock.test(line) && !beginsBlock(line);
    const goesOn = isUnused && (line.trim() === "" || isLazy || /^(?: {4}|\t)/.test(line));
    if (name !== undefined) isUnused = !used.has(name);
    else if (!goesOn) isUnused = false;
    isAfterGap = line.trim() === "";
    return !isUnused || isAfterGap;
  });
  return kept.join("\n");
}
