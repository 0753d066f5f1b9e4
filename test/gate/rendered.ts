/** What is live in Markdown once it is rendered, found with a reader of Markdown that is not ours. */

import { marked, type Token } from "marked";

export interface Live {
  /** All text outside of code, as the page shows it. */
  readonly text: string;
  /** Addresses of links and images, and what HTML there is. */
  readonly targets: readonly string[];
  /** Blocks of code that GitHub draws instead of showing. */
  readonly drawn: readonly string[];
}

const drawings = /^(mermaid|math|geojson|topojson|stl|suggestion)$/i;

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** As the page's document has it: entities are characters there. */
const decoded = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hex, name) =>
    name
      ? (entities[name] ?? all)
      : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
  );

export function rendered(markdown: string): Live {
  const texts: string[] = [];
  const targets: string[] = [];
  const drawn: string[] = [];
  const visit = (token: Token): void => {
    if (token.type === "code" || token.type === "codespan") {
      if (token.type === "code" && drawings.test(String(token.lang ?? "").trim())) drawn.push(token.text);
      texts.push("\u0001");
      return;
    }
    if (token.type === "html") targets.push(token.raw);
    if (token.type === "link" || token.type === "image") targets.push(decoded(String(token.href)));
    if (token.type === "def") targets.push(String(token.href));
    const inner = childrenOf(token);
    if (inner.length === 0 && "text" in token) texts.push(decoded(String(token.text)));
    for (const child of inner) visit(child);
    if (!["text", "escape", "strong", "em", "del"].includes(token.type)) texts.push("\n");
  };
  for (const token of marked.lexer(markdown, { gfm: true })) visit(token);
  return { text: texts.join(""), targets, drawn };
}

function childrenOf(token: Token): readonly Token[] {
  if (token.type === "list") return token.items;
  if (token.type !== "table") return "tokens" in token ? (token.tokens ?? []) : [];
  const cells = [...token.header, ...token.rows.flat()] as readonly { readonly tokens: readonly Token[] }[];
  return cells.flatMap((cell) => cell.tokens);
}

export const mentions = (live: Live): readonly string[] =>
  live.text.match(/(?<![A-Za-z0-9_`])@[A-Za-z0-9][\w-]*(?:\/[\w-]+)?/g) ?? [];

export const closings = (live: Live): readonly string[] =>
  live.text.match(
    /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\s*:?\s*(?:[\w.-]+\/[\w.-]+)?(?:#|GH-|https?:\/\/\S+\/(?:issues|pull)\/)\d+/gi,
  ) ?? [];
