/** Commands in comments: `/swarm WORD` on a line of its own, outside code and quotes. */

import type { CommandWord } from "../domain/entry.ts";
import { outsideFences } from "./fence.ts";

const words: readonly CommandWord[] = [
  "approve",
  "pause",
  "resume",
  "stop",
  "veto",
  "retry",
  "budget",
  "help",
];

export interface WrittenCommand {
  readonly word: CommandWord;
  readonly argument: string;
}

/** The first command in a comment; undefined if it holds none. */
export function parseCommand(body: string): WrittenCommand | undefined {
  for (const line of plainLines(body)) {
    const match = /^\/swarm[ \t]+([a-z]+)(?:[ \t]+(\S.*?))?[ \t]*$/.exec(line);
    const word = words.find((w) => w === match?.[1]);
    if (word) return { word, argument: match?.[2] ?? "" };
  }
  return undefined;
}

export const formatCommand = (command: WrittenCommand): string =>
  `/swarm ${command.word} ${command.argument}`.trimEnd();

function plainLines(body: string): string[] {
  const lines = body
    .replaceAll("\r\n", "\n")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .split("\n");
  return outsideFences(lines).filter((line) => !/^(\s*>| {4}|\t)/.test(line));
}
