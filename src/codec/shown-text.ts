/** Text of people and files as an agent may read it: only what a person sees of it. */

import { certainCode } from "./certain-code.ts";
import { longestText } from "./longest-text.ts";
import { withoutExtraCells } from "./unseen-cells.ts";
import { withoutAttributes, withoutComments } from "./unseen-html.ts";
import { withoutUnseenLinks } from "./unseen-links.ts";
import { visible } from "./visible.ts";

/**
 * Without HTML comments, what tags, links, images, definitions and tables carry and no page shows, and characters that
 * show nothing. Of longer text than GitHub keeps the beginning counts. What certainly is a block of code stays as it is.
 */
export const shownText = (text: string): string =>
  certainCode(visible(text.slice(0, longestText)))
    .map(({ text, isCode }) => (isCode ? text : shownProse(text)))
    .join("\n");

/** Lines as they are written, such as commands, without those that no page shows, for they stand in a comment or a tag. */
export const shownLines = (text: string): readonly string[] =>
  certainCode(visible(text.slice(0, longestText)))
    .map(({ text, isCode }) => (isCode ? text : withoutAttributes(withoutComments(text), true)))
    .join("\n")
    .split("\n");

const shownProse = (text: string): string =>
  withoutInfo(withoutExtraCells(withoutUnseenLinks(withoutAttributes(withoutComments(text)))));

/** What stands after the language of a block of code is not shown. */
const withoutInfo = (text: string): string =>
  text.replace(/^([ \t>*+\d.)-]{0,40}(?:`{3,}|~{3,})[ \t]*[\w+#.-]{0,20})[^`\n]*$/gm, "$1");
