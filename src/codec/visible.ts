/** Text without what a reader cannot see: controls, direction marks, zero-width characters, tags, terminal colours. */

/** Joiners and colours of emoji stay: without them one picture would become several. */
const inEmoji = String.raw`(?<=\p{Extended_Pictographic})\u{FE0F}|(?<=\p{Extended_Pictographic}|\u{FE0F}|\p{Emoji_Modifier})\u{200D}(?=\p{Extended_Pictographic})`;

const hidden = new RegExp(
  String.raw`(${inEmoji})|[\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}\u{2800}]|(?![\n\t])\p{Cc}`,
  "gu",
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what a terminal's colours begin with.
const colours = /(?:\u001B\[|\u009B)[0-9;?]{0,40}[ -/]{0,4}[@-~]/g;

/** Line ends become `\n`. Linear in the length; what is visible stays as it is. */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replace(colours, "")
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(hidden, "$1");
