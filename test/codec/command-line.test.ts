/** Commands in comments: on a line of their own, outside code and quotes. */

import { expect, test } from "vitest";
import { parseCommand } from "../../src/codec/command-line.ts";
import { commandWords } from "../../src/domain/words.ts";
import { silentCommands } from "./silent-commands.ts";

test.each(commandWords)("/swarm %s is read", (word) => {
  expect(parseCommand(`/swarm ${word}`)).toEqual({ word, argument: "" });
});

test("an argument is read", () => {
  expect(parseCommand("/swarm budget 20 USD")).toEqual({
    word: "budget",
    argument: "20 USD",
  });
});

test.each([
  { what: "between other lines", body: "Enough.\n/swarm stop\nThank you." },
  { what: "with Windows line ends", body: "Enough.\r\n/swarm stop\r\n" },
  { what: "with more spaces", body: "/swarm  \tstop  " },
  { what: "after a quote", body: "> /swarm pause\n\n/swarm stop" },
  { what: "after a code block", body: "```\n/swarm pause\n```\n/swarm stop" },
  { what: "after a code block in a longer fence", body: "````\n```\n/swarm pause\n````\n/swarm stop" },
  { what: "after an HTML comment", body: "<!-- /swarm pause -->\n/swarm stop" },
  { what: "after code in backticks", body: "See `a` and `b`.\n/swarm stop" },
  { what: "after a lonely backtick", body: "It`s enough.\n\n/swarm stop" },
  { what: "after a comment that a fence shows", body: "```\n<!--\n```\n/swarm stop" },
  { what: "before another command", body: "/swarm stop\n/swarm pause" },
  { what: "after a word that is none", body: "/swarm dance\n/swarm stop" },
])("a command $what is heard", ({ body }) => {
  expect(parseCommand(body)).toEqual({ word: "stop", argument: "" });
});

test.each(silentCommands)("T5: a command $what does nothing", ({ body }) => {
  expect(parseCommand(body)).toBeUndefined();
});
