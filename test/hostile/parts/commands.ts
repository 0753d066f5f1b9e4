/** T5: a command of ours in code, a quote, a comment or our own help is none, by what a reader of Markdown that is not ours shows. */

import { marked, type Token } from "marked";
import { parseCommand } from "../../../src/codec/command-line.ts";
import { commandWords } from "../../../src/domain/words.ts";
import { silentCommands } from "../../codec/silent-commands.ts";
import type { Random } from "../../simulate/random.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

/** Each hides what stands in it; what never ends hides the rest. */
const wrappings: readonly ((text: string) => string)[] = [
  (text) => `\`\`\`\n${text}\n\`\`\``,
  (text) => `\`\`\`\`md\n${text}\n\`\`\`\``,
  (text) => `~~~\n${text}\n~~~`,
  (text) => `   ~~~~\n${text}\n~~~~~`,
  (text) => text.replace(/^/gm, "> "),
  (text) => text.replace(/^/gm, ">"),
  (text) => `So:\n\n${text.replace(/^/gm, "    ")}`,
  (text) => `So:\n\n${text.replace(/^/gm, "\t")}`,
  (text) => `<!--\n${text}\n-->`,
  (text) => `<pre>\n${text}\n</pre>`,
  (text) => `<PRE><code>\n${text}\n</code></PRE>`,
  (text) => `<blockquote>\n\n${text}\n\n</blockquote>`,
  (text) => `- a\n\n${text.replace(/^/gm, "      ")}`,
  (text) => `- \`\`\`\n${text.replace(/^/gm, "  ")}\n  \`\`\``,
  (text) => `<a title="\n${text}\n">see</a>`,
  (text) => `<?\n${text}\n?>`,
  (text) => `<![CDATA[\n${text}\n]]>`,
  (text) => `[see](https://a.example "\n${text}\n")`,
  (text) => `![\n${text}\n](https://a.example/b.png)`,
  (text) => `[x]: https://a.example "\n${text}\n"`,
  (text) => `[^x]: so\n${text}`,
  (text) => `> a\n> \`\`\`\n${text.replace(/^/gm, "> ")}`,
];

const lines = [
  "Thanks.",
  "",
  "See `a`.",
  "- one",
  "> quoted\n",
  "<!-- a -->",
  "```\ncode\n```",
  "1 < 2",
  "# A",
];

function draw(random: Random): string {
  const word = random.pick(commandWords);
  let text = `/swarm ${word}`;
  for (let depth = random.between(1, 3); depth > 0; depth--) text = random.pick(wrappings)(text);
  const before = random.chance(0.5) ? `${random.pick(lines)}\n\n` : "";
  return random
    .pick([`${before}${text}`, `${before}${text}\n\n${random.pick(lines)}`])
    .replaceAll("\n", random.pick(["\n", "\n", "\r\n"]));
}

/** What a page shows as the writer's own words: neither code, nor quotes, nor comments. */
function ownWords(markdown: string): string {
  const said: string[] = [];
  const visit = (token: Token): void => {
    if (["code", "codespan", "blockquote", "html", "def"].includes(token.type)) return;
    const inner = token.type === "list" ? token.items : "tokens" in token ? (token.tokens ?? []) : [];
    if (inner.length === 0 && "text" in token) said.push(String(token.text));
    for (const child of inner) visit(child);
  };
  for (const token of marked.lexer(markdown, { gfm: true })) visit(token);
  return said.join("\n");
}

/** Without the defence each line is heard for itself, wherever it stands. */
function check(text: string, guarded: boolean): string | undefined {
  const heard = guarded
    ? parseCommand(text)
    : text
        .split(/\r?\n/)
        .map((line) => parseCommand(line.replace(/^[\s>]+/, "")))
        .find((command) => command !== undefined);
  if (!heard) return undefined;
  if (guarded && ownWords(text).includes(`/swarm ${heard.word}`)) return undefined;
  return "a command is heard that nobody gave";
}

export const commands: Part = {
  name: "commands of ours",
  run: (count, random) =>
    tried({ fixtures: silentCommands.map(({ body }) => body), draw, check }, count, random),
};
