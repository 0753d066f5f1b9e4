/** Markdown of strangers as HTML: no HTML of theirs, no image from anywhere, no link but http, https and relative. */

import { Marked, type RendererObject, type Tokens } from "marked";
import { escapeText, Html, html } from "./html.ts";
import { linkReferences } from "./references.ts";

/** Shows a text as Markdown; references lead below `path`, the repository's address. */
export function renderMarkdown(path: string, text: string): Html {
  const marked = new Marked({ gfm: true, renderer: rendererFor(path), tokenizer });
  try {
    return new Html(marked.parse(text, { async: false }));
  } catch {
    // A text may be nested deeper than the parser's stack; it is still readable as it was written.
    return html`<pre>${text}</pre>`;
  }
}

/** Of HTML only comments are recognized, so that they can be hidden; tags stay ordinary text. */
const comment = /^ {0,3}<!--(?:-?>|[\s\S]*?(?:-->|$))/;
const tokenizer = {
  html(source: string): Tokens.HTML | undefined {
    const raw = comment.exec(source)?.[0];
    return raw === undefined ? undefined : { type: "html", block: true, raw, pre: false, text: "" };
  },
  tag(source: string): Tokens.Tag | undefined {
    const raw = comment.exec(source)?.[0];
    if (raw === undefined || raw.startsWith(" ")) return undefined;
    return { type: "html", block: false, raw, inLink: false, inRawBlock: false, text: "" };
  },
};

function rendererFor(path: string): RendererObject {
  let isInLink = false;
  return {
    html: () => "",
    text(token) {
      if ("tokens" in token && token.tokens) return this.parser.parseInline(token.tokens);
      return isInLink ? escapeMarkup(token.text) : linkReferences(path, token.text, escapeMarkup).text;
    },
    codespan: ({ text }) => html`<code>${text}</code>`.text,
    code: ({ text, lang }) => showBlock(text, lang ?? "").text,
    link(token) {
      isInLink = true;
      const label = new Html(this.parser.parseInline(token.tokens));
      isInLink = false;
      return showLink(token.href, label).text;
    },
    image: ({ href, text }) => {
      const label = html`image: ${text || "without a description"}`;
      return isInLink ? label.text : showLink(href, label).text;
    },
  };
}

/** Escapes all but entities, which are how Markdown writes signs. */
const escapeMarkup = (text: string): string =>
  escapeText(text).replace(/&amp;(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]\w{1,30});/g, "&$1;");

function showBlock(text: string, language: string): Html {
  const block = html`<pre><code>${text}\n</code></pre>`;
  if (language !== "mermaid") return block;
  return html`<figure class="diagram"><figcaption>diagram, in Mermaid's notation</figcaption>${block}</figure>`;
}

function showLink(href: string, label: Html): Html {
  if (!isHarmless(href)) return html`<span class="refused-link">${label} (${href})</span>`;
  return html`<a href="${href}" rel="nofollow noopener noreferrer">${label}</a>`;
}

/** Judged by the parser that browsers use, which ignores what would hide a scheme. */
function isHarmless(href: string): boolean {
  const base = "http://relative.invalid/";
  return URL.canParse(href, base) && ["http:", "https:"].includes(new URL(href, base).protocol);
}
