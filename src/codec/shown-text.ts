/** Text of people and files as an agent may read it: only what a person sees of it. */

import { longestText } from "./longest-text.ts";
import { visible } from "./visible.ts";

/** Without HTML comments, hidden parts of links and images, and characters that show nothing. Of longer text than GitHub keeps the beginning counts. */
export const shownText = (text: string): string =>
  withoutImageWords(withoutComments(visible(text.slice(0, longestText))).replace(linkWords, ""))
    .replace(/^ {0,3}\[[^\]\n]{1,300}\]:[ \t]*<?#>?[ \t]*(?:\n?[ \t]*[("'].*)?$/gm, "")
    .replace(/(<[a-z][\w-]{0,30})\s[^<>]{0,1000}(?=>)/gi, "$1");

/** What a link says when it is pointed at; looked for from its beginning, which each place has only one of. */
const linkWords =
  /(?<=\]\([^)\s]{0,400})[ \t\n]{1,40}(?:"[^"]{0,400}"|'[^']{0,400}'|\([^()]{0,400}\))(?=[ \t]{0,40}\))/g;

/** An open comment goes on to the end, as it does on a page. */
function withoutComments(text: string): string {
  const parts = text.split("<!--");
  const kept = parts.slice(1).map((part) => {
    const end = part.indexOf("-->");
    return end < 0 ? "" : part.slice(end + 3);
  });
  return [parts[0], ...kept].join("");
}

const longestWords = 400;

/** What stands for an image where none is shown. Linear, however many begin and never end. */
function withoutImageWords(text: string): string {
  const kept: string[] = [];
  let at = 0;
  let end = -1;
  for (let start = text.indexOf("!["); start >= 0; start = text.indexOf("![", at)) {
    if (end < start + 2) end = text.indexOf("]", start + 2);
    if (end < 0) break;
    const isImage = end - start - 2 <= longestWords;
    kept.push(text.slice(at, start), isImage ? "![]" : "![");
    at = isImage ? end + 1 : start + 2;
  }
  return [...kept, text.slice(at)].join("");
}
