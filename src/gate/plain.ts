/** Text that is shown as it is, such as titles and commit messages, made harmless. */

import { longestText } from "../codec/longest-text.ts";
import { visible } from "../codec/visible.ts";
import { botInCode, wide } from "./bots.ts";
import { closes, type Home, isHome, repositoryBefore } from "./references.ts";

/** No bot is called and nothing is closed by it; nobody is notified of what stands in a title or a commit. A wide character shows where something was taken from it. */
export function harmlessPlain(text: string, home: Home): string {
  return visible(text)
    .replaceAll("<!--", `${wide("<")}!--`)
    .replace(botInCode, wide("@"))
    .replace(/#(?=\d)/g, (mark, at: number, all: string) => {
      const said = all.slice(Math.max(0, at - 200), at);
      const name = repositoryBefore(said);
      const isForeign = name !== "" && !isHome(name, home);
      return isForeign || closes(said.slice(0, said.length - name.length)) ? wide(mark) : mark;
    })
    .replace(/\bGH-(?=\d)/gi, "GH ")
    .replace(
      /:\/\/(?=[^\s:]{0,300}(?::[^\s:]{0,300}){0,2}\/(?:issues|pull)\/\d)/g,
      (mark, at: number, all: string) => {
        const said = all.slice(Math.max(0, at - 60), at).replace(/[a-z]{1,8}$/i, "");
        return closes(said) ? `${wide(":")}//` : mark;
      },
    );
}

/** The same on one line, cut to what GitHub takes. */
export const harmlessTitle = (text: string, home: Home): string =>
  harmlessPlain(text.slice(0, longestText), home).replace(/\s+/g, " ").trim().slice(0, 256).toWellFormed();
