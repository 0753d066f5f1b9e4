/** One line of Markdown made harmless: outside of code nothing in it is live but links into our own repository. */

import { botInCode, commandLine, slash, wide } from "./bots.ts";
import { hasBar, partsOf } from "./code-spans.ts";
import { closes, type Home, isClosable, isHome, ownAddress, repositoryBefore } from "./references.ts";

/** Nothing to a reader; it breaks what stands around it for GitHub and for bots. Written so that it shows in the source. */
export const gap = "&#8203;";

export interface Place {
  readonly home: Home;
  /** The issue that this text may close, which a person decides by merging. */
  readonly mayClose?: number | undefined;
}

/** `before` is what stands in the lines above, of which the end counts. */
export function harmlessLine(line: string, before: string, place: Place): string {
  const parts = partsOf(line);
  // In a table a bar ends a cell and the code in it: then nothing on the line is sure to be code.
  const isUnsure = parts.some((part) => part.isCode && hasBar(part.text));
  const made: string[] = [];
  for (const [index, { text, isCode }] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (isInert(text)) made.push(text);
    else made.push(isCode && !isUnsure ? code(text) : plain(text, endOf(made, before), isLast, place));
  }
  const out = made.join("");
  const command = commandLine.exec(out);
  if (!command) return out;
  const first = command[0].length;
  return `${out.slice(0, first + 1)}${gap}${out.slice(first + 1)}`;
}

/** The end of what was said before, as long as anything looks back. */
function endOf(made: readonly string[], before: string): string {
  let said = "";
  for (let at = made.length - 1; at >= 0 && said.length < 120; at--) said = `${made[at]?.slice(-120)}${said}`;
  return said.length < 120 ? `${before.slice(-60)}${said}` : said;
}

const code = (text: string): string => text.replaceAll("<!--", "&lt;!--").replace(botInCode, wide("@"));

/** Nothing in this does anything, wherever it stands; `GH-1` would. */
const isInert = (text: string): boolean => /^[\w |,;'"(){}*+=?`-]*$/.test(text) && !/-\d/.test(text);

/** Text outside of code. */
function plain(text: string, before: string, isLast: boolean, { home, mayClose }: Place): string {
  const own = ownAddress(home);
  const inert = text
    .replace(special, (mark, at: number, all: string) => {
      if (mark === "<") return "&lt;";
      if (mark === "&") return "&amp;";
      // A backslash before what is replaced would show.
      const isLoose =
        mark.length % 2 === 1 && replaced.test(all.slice(at + mark.length, at + mark.length + 12));
      return isLoose ? mark.slice(1) : mark;
    })
    .replace(/~{3,}/g, (run) => "&#126;".repeat(run.length))
    .replace(/\${2,}/g, (run) => "&#36;".repeat(run.length))
    .replace(isLast ? /(?!)/ : /\$$/, "&#36;");
  return inert
    .replace(linkParts, (mark, at: number, all: string) => {
      const said = `${before}${all.slice(Math.max(0, at - 60), at)}`;
      if (mark === "](") return isOwnLink(own, all, at + 2, said) ? mark : `]${gap}(`;
      if (mark === "://") return isOwn(own, home, all, at, said, isLast) ? mark : `:${gap}//`;
      return `${mark.slice(0, mark.length - 1)}${gap}${mark.slice(-1)}`;
    })
    .replace(/(?<!&)#(?=(\d{1,12}))/g, (mark, digits: string, at: number, all: string) => {
      const said = `${before}${all.slice(Math.max(0, at - 200), at)}`;
      const name = repositoryBefore(said);
      if (name !== "" && !isHome(name, home)) return `${mark}${gap}`;
      const isAllowed = !closes(said.slice(0, said.length - name.length)) || Number(digits) === mayClose;
      return isAllowed ? mark : `${mark}${gap}`;
    })
    .replace(/\bGH-(?=\d)/gi, (mark) => `${mark.slice(0, 2)}${gap}-`)
    .replace(/@(?=[A-Za-z0-9_-])/g, `@${gap}`)
    .replace(slash, "&#47;");
}

const replaced = /^(?:<|&(?!(?:#8203|#36|#47|#96|#126|lt|gt|amp|quot);)#?\w)/;
const special = /\\+|<|&(?!(?:#8203|#36|#47|#96|#126|lt|gt|amp|quot);)(?=#?\w)/g;
const linkParts = /\]\(|\]:|:\/\/|!\[|www\.(?=\S)/gi;

/** Whether `](` opens a link to within our repository, written in the plainest way; `at` is where its address begins. */
function isOwnLink(own: RegExp, text: string, at: number, before: string): boolean {
  const address = addressAt(own, text, at);
  return (
    address !== undefined && text[at + address.length] === ")" && !(closes(before) && isClosable(address))
  );
}

/** Whether the `://` at this place is of an address within our repository that stands alone or in a link of ours. */
function isOwn(own: RegExp, home: Home, text: string, at: number, before: string, isLast: boolean): boolean {
  const start = at - home.server.indexOf("://");
  const address = addressAt(own, text, start);
  if (address === undefined) return false;
  const said = before.slice(0, before.length - (at - start));
  if (closes(said) && isClosable(address)) return false;
  if (text.slice(start - 2, start) === "](") return text[start + address.length] === ")";
  const rest = /^[).,;:!?"'*_\]]{0,9}(\s|$)/.exec(
    text.slice(start + address.length, start + address.length + 10),
  );
  const stands = start === 0 || /[\s("'*_]/.test(text[start - 1] ?? "");
  return stands && rest !== null && (rest[1] !== "" || isLast);
}

function addressAt(own: RegExp, text: string, at: number): string | undefined {
  if (at < 0) return undefined;
  own.lastIndex = at;
  const address = own.exec(text)?.[0];
  return address === undefined || /\.\.|#\d|\/\/.*\/\//.test(address) ? undefined : address;
}
