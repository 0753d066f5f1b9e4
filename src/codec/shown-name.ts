/** Names that people and models choose, of files, branches and tasks, as they may stand in a line of text. */

const longest = 200;

/** A name on one line, and all of it visible; a long one is cut in its middle. */
export function shownName(name: string): string {
  const shown = escaped(
    name.length > 40 * longest ? `${name.slice(0, 20 * longest)}${name.slice(-20 * longest)}` : name,
  );
  if (shown.length <= longest) return shown;
  const half = longest / 2;
  return `${shown.slice(0, half).toWellFormed()}…${shown.slice(-half).toWellFormed()}`;
}

/**
 * The text with everything escaped that a terminal, a page or a reader would not show as itself: controls, line ends,
 * direction marks and what has no width. The mark that makes emoji coloured stays.
 */
export const escaped = (text: string): string => text.toWellFormed().replace(unseen, inEscapes);

const unseen = /(?!\ufe0f)(?:\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Co}|\p{Default_Ignorable_Code_Point})/gu;

function inEscapes(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}
