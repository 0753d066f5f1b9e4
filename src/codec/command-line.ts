/** Commands in comments: `/swarm WORD` on a line of its own, outside code and quotes. */

import { type CommandWord, commandWords } from "../domain/words.ts";
import { outsideFences } from "./fence.ts";

export interface WrittenCommand {
  readonly word: CommandWord;
  readonly argument: string;
}

/** The first command in a comment; undefined if it holds none. */
export function parseCommand(body: string): WrittenCommand | undefined {
  for (const line of plainLines(body)) {
    const match = /^\/swarm[ \t]+([a-z]+)(?:[ \t]+(\S.*?))?[ \t]*$/.exec(line);
    const word = commandWords.find((w) => w === match?.[1]);
    if (word) return { word, argument: match?.[2] ?? "" };
  }
  return undefined;
}

function plainLines(body: string): string[] {
  const lines = body
    .replaceAll("\r\n", "\n")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .split("\n");
  return outsideFences(lines).filter((line) => !/^(\s*>| {4}|\t)/.test(line));
}
