/** A commit's message without secrets: what stands beside one is kept, so that work goes on and a person sees why words are missing. */

import { leakIn } from "./leak.ts";
import type { Secrets } from "./secrets.ts";

/** What code writes around a title: `ask on #34: … [skip ci]`, `… (#34)`. */
const subject = /^((?:[a-z][a-z ]* #\d+: )?).*?((?: \(#\d+\))?(?: \[skip ci\])?)$/;
const trailer = /^Swarm-[A-Z][a-z]*: /;

/** Lines with a secret are replaced by a sentence that says so. One over several lines costs all words but trailers. */
export async function withoutSecrets(message: string, secrets: Secrets): Promise<string> {
  const leak = await leakIn(message, "the message", secrets);
  if (leak === undefined) return message;
  const lines = message.split("\n");
  const made = await Promise.all(
    lines.map(async (line) => {
      const inLine = await leakIn(line, "this line", secrets);
      return inLine === undefined ? line : replaced(line, inLine);
    }),
  );
  const text = made.join("\n");
  if ((await leakIn(text, "the message", secrets)) === undefined) return text;
  const trailers = lines.filter((line) => trailer.test(line));
  return [replaced(lines[0] ?? "", leak), ...(trailers.length > 0 ? ["", ...trailers] : [])].join("\n");
}

function replaced(line: string, sentence: string): string {
  const [, before = "", after = ""] = subject.exec(line) ?? [];
  return `${before}${sentence}${after}`;
}
