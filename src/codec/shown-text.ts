/** Text of people and files as an agent may read it: only what a person sees of it. */

import { visible } from "./visible.ts";

/** GitHub keeps no longer text of people than 65,536 characters; of more the beginning counts. */
const longest = 65_536;

/** Without HTML comments, hidden parts of links and images, and characters that show nothing. Linear. */
export const shownText = (text: string): string =>
  withoutComments(visible(text.slice(0, longest)))
    .replace(
      /(\]\([^)\s]{0,400})[ \t\n]{1,40}(?:"[^"]{0,400}"|'[^']{0,400}'|\([^()]{0,400}\))(?=[ \t]{0,40}\))/g,
      "$1",
    )
    .replace(/!\[[^\]]{0,400}\]/g, "![]")
    .replace(/^ {0,3}\[[^\]\n]{1,300}\]:[ \t]*<?#>?[ \t]*(?:\n?[ \t]*[("'].*)?$/gm, "")
    .replace(/(<[a-z][\w-]{0,30})\s[^<>]{0,1000}(?=>)/gi, "$1");

/** An open comment goes on to the end, as it does on a page. */
function withoutComments(text: string): string {
  const parts = text.split("<!--");
  const kept = parts.slice(1).map((part) => {
    const end = part.indexOf("-->");
    return end < 0 ? "" : part.slice(end + 3);
  });
  return [parts[0], ...kept].join("");
}
