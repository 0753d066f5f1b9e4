/** Commands in comments: on a line of their own, outside code and quotes. */

import { expect, test } from "vitest";
import { parseCommand } from "../../src/codec/command-line.ts";
import { commandWords } from "../../src/domain/words.ts";
import { helpComment } from "../../src/effect/speech.ts";

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

test.each([
  { what: "in a code block", body: "```\n/swarm stop\n```" },
  { what: "in a code block with a language", body: "```sh\n/swarm stop\n```" },
  { what: "in a code block of tildes", body: "~~~\n/swarm stop\n~~~" },
  { what: "in a fence that another mark does not close", body: "```\n~~~\n/swarm stop\n```" },
  { what: "in a fence that a shorter one does not close", body: "````\n```\n/swarm stop\n````" },
  { what: "in a fence that an opening one does not close", body: "```\n```sh\n/swarm stop\n```" },
  { what: "in a fence that never ends", body: "```\n/swarm stop" },
  { what: "in an indented block", body: "Like this:\n\n    /swarm stop" },
  { what: "behind a tab", body: "Like this:\n\n\t/swarm stop" },
  { what: "in a quote", body: "> /swarm stop" },
  { what: "in a quote of a quote", body: ">> /swarm stop" },
  { what: "in a list", body: "- /swarm stop" },
  { what: "in backticks", body: "`/swarm stop`" },
  { what: "in the middle of a line", body: "say /swarm stop" },
  { what: "in an HTML comment", body: "<!--\n/swarm stop\n-->" },
  { what: "in an HTML comment that never ends", body: "<!--\n/swarm stop" },
  { what: "right below a quote", body: "> Who says it?\n/swarm stop" },
  { what: "in code over lines", body: "`\n/swarm stop\n`" },
  { what: "in an HTML comment inside a line", body: "So <!-- it is\n/swarm stop\n--> said." },
  { what: "in an element of code", body: "<pre>\n/swarm stop\n</pre>" },
  { what: "in an element that never ends", body: "<code>\n\n/swarm stop" },
  { what: "in a quote of HTML", body: "<blockquote>\n\n/swarm stop\n\n</blockquote>" },
  { what: "behind old line ends in a fence", body: "```\r/swarm stop\r```" },
  { what: "in our help", body: helpComment },
  { what: "with another word", body: "/swarm dance" },
  { what: "with a longer word", body: "/swarm stopping" },
  { what: "in capitals", body: "/swarm STOP" },
  { what: "for another app", body: "/swarmer stop" },
  { what: "without a word", body: "/swarm" },
  { what: "in an empty comment", body: "" },
])("T5: a command $what does nothing", ({ body }) => {
  expect(parseCommand(body)).toBeUndefined();
});
