/** Links in plain text: #12 is an issue and a full commit name is a commit. */

import { escapeText, Html, html } from "./html.ts";

const reference = /(?<![\w/#&])#(\d{1,9})\b|\b[0-9a-f]{40}\b/g;

/** The text with its references as links below `path`; `safely` makes the rest of it safe. */
export function linkReferences(path: string, text: string, safely = escapeText): Html {
  let end = 0;
  let shown = "";
  for (const match of text.matchAll(reference)) {
    shown += safely(text.slice(end, match.index)) + link(path, match[0], match[1]).text;
    end = match.index + match[0].length;
  }
  return new Html(shown + safely(text.slice(end)));
}

function link(path: string, found: string, number: string | undefined): Html {
  if (number !== undefined) return html`<a href="${path}/issues/${number}">${found}</a>`;
  return html`<a class="sha" href="${path}/commit/${found}">${found.slice(0, 8)}</a>`;
}
