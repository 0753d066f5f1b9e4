/** T12: no bot hears a command in what a model wrote, wherever it stands. */

import { harmless } from "../../../src/gate/text.ts";
import { botCommands, settings } from "../../gate/commands.ts";
import type { Random } from "../../simulate/random.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

const place = { home: { server: "https://github.com", owner: "acme", repo: "tool" } };

interface Said {
  readonly command: string;
  readonly text: string;
}

/** A bot reads the source: by lines, anywhere, and whatever the case. */
const hears = (text: string, command: string): boolean => {
  const lower = text.toLowerCase();
  const called = command.toLowerCase();
  return called.startsWith("@")
    ? lower.includes(called)
    : lower.split("\n").some((line) => line.replace(/^[\s>*-]*/, "").startsWith(called));
};

/** Two letters and a sign, which stand in prose as well. */
const commands = botCommands.filter((command) => command !== "r+");

const words = [
  "It is done.",
  "- one",
  "# A title",
  "",
  "```\ncode\n```",
  "| a |\n| --- |",
  "1. one",
  "<details>",
];

const casings: readonly ((command: string) => string)[] = [
  (command) => command,
  (command) => command.toUpperCase(),
  (command) => `${command} now`,
  (command) => `  ${command}`,
];

/** A command in a setting within a setting, among other words. */
function draw(random: Random): Said {
  const command = random.pick(commands);
  const inner = random.pick(settings)(random.pick(casings)(command));
  const text = random.chance(0.5) ? inner : random.pick(settings)(inner);
  return { command, text: `${random.pick(words)}\n${text}\n${random.pick(words)}` };
}

export const bots: Part = {
  name: "commands of bots",
  run: (count, random) =>
    tried(
      {
        fixtures: commands.flatMap((command) =>
          settings.map((write): Said => ({ command, text: write(command) })),
        ),
        draw,
        check: ({ command, text }, guarded) =>
          hears(guarded ? harmless(text, place) : text, command) ? "a bot hears a command" : undefined,
      },
      count,
      random,
    ),
};
