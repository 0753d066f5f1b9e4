/** Text that is made to be slow to read: a megabyte of it takes each of our readers less than 50 ms, most of it because it is cut first. */

import { expect, test } from "vitest";
import { oneLine, quote, quoteItems } from "../../src/agent/quote.ts";
import { parseCommand } from "../../src/codec/command-line.ts";
import { parseGoal } from "../../src/codec/goal-text.ts";
import { parseHandOff } from "../../src/codec/hand-off.ts";
import { endingOf, withEnding, withoutEnding, withoutMarker } from "../../src/codec/issue-body.ts";
import { parseMarker } from "../../src/codec/marker.ts";
import { shownName } from "../../src/codec/shown-name.ts";
import { shownText } from "../../src/codec/shown-text.ts";
import { formatStep, parseTrailers } from "../../src/codec/trailers.ts";
import { visible } from "../../src/codec/visible.ts";
import { definesCheck } from "../../src/domain/check-files.ts";
import { demandsOf } from "../../src/domain/test-files.ts";
import { harmlessPlain, harmlessTitle } from "../../src/gate/plain.ts";
import { Secrets } from "../../src/gate/secrets.ts";
import { posted } from "../gate/posted.ts";
import { someFacts } from "../support/builders.ts";

const home = { server: "https://github.com", owner: "acme", repo: "tool" };
const secrets = new Secrets();
secrets.add("correct-horse-battery-staple-7Q");

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  "the gate": (text) => posted({ secrets }).api.sendable(text),
  "harmlessPlain of a commit's message": (text) =>
    harmlessPlain(
      formatStep({
        subject: "a",
        words: text,
        facts: someFacts,
        state: { kind: "submitted", handOff: "" },
        nonce: "n",
      }),
      home,
    ),
  harmlessTitle: (text) => harmlessTitle(text, home),
  shownText,
  shownName,
  parseGoal,
  parseCommand,
  parseHandOff,
  parseTrailers,
  parseMarker: (text) => parseMarker(text, "s"),
  withoutMarker,
  withoutEnding,
  endingOf,
  withEnding: (text) => withEnding(text, "Landed."),
  oneLine,
  definesCheck: (text) => definesCheck("test/a.sh", [text]),
};

/** What reads whole files and logs has to read all of it: a fifth of it in the same time. */
const linear: Readonly<Record<string, (text: string) => unknown>> = {
  visible,
  quote,
  quoteItems: (text) => quoteItems([text]),
  demandsOf,
  isIn: (text) => secrets.isIn(text),
  redacted: (text) => secrets.redacted(text),
};
const part = 200_000;

/** Repeated; `before` and `after` stand once around it. */
const pieces: readonly (readonly [piece: string, before?: string, after?: string])[] = [
  ...["`", "`a", "&#8203", "&#8203;", "#1", "<", "\\", "://", "](", "@a", "- ", "a/", "/a ", "\n", "\r"].map(
    (piece) => [piece] as const,
  ),
  ...["```mermaid\n", "| ` ", "~~~\n", "$", "closes #1 ", "![", "é", "\u200b", "😀\u200d", "\u001b[0m"].map(
    (piece) => [piece] as const,
  ),
  ...["&amp;", "[a]: ", "<!--", "-->", "<!-- stigmergy ", "<pre>", "<a ", '](a "', "> ", "\n\n", "\n \n"].map(
    (piece) => [piece] as const,
  ),
  ...[
    "https://github.com/acme/tool/issues/1 ",
    "%41",
    "\\u0041",
    "://a:b",
    "sk-ant-",
    "Swarm-Task: 1\n",
    "-----BEGIN PRIVATE KEY-----",
  ].map((piece) => [piece] as const),
  ...["test(", "assert", "exit 0\n", "x y-", "Concerns:\n\n", "- D1: yes in `", "\n---\n"].map(
    (piece) => [piece] as const,
  ),
  [" ", "# a", "b"],
  [" ", "a", "b"],
  ["\t", "\n", "b"],
  ["`", "# Checks\n- ", "a"],
  ["`", "", "x`"],
  ["#", "# a ", "b"],
  [" #", "# a", "b"],
  ["\n", "<!-- stigmergy ", "x"],
  [" ", "<!-- stigmergy a -->", "x"],
  ["a", "/swarm retry ", " \u0007"],
  [" ", "/swarm retry a", "b"],
  ["1", "- "],
];

const size = 1_000_000;
const texts = [
  ...pieces.map(([piece, before = "", after = ""]) => before + piece.repeat(size / piece.length) + after),
  Array.from({ length: 1_400 }, (_, length) => `${"`".repeat(length + 1)}a`).join(""),
];

/** Of the processor, and of this thread alone: the machine may be busy. What is compiled or swept meanwhile is not counted twice. */
async function milliseconds(read: (text: string) => unknown, text: string): Promise<number> {
  let least = Infinity;
  for (let tries = 0; tries < 5 && least >= bound; tries++) {
    const before = process.threadCpuUsage();
    await read(text);
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const bound = 50;

async function slowest(read: (text: string) => unknown, length: number) {
  const slow: (readonly [string, number])[] = [];
  for (const text of texts) {
    const took = await milliseconds(read, text.slice(0, length));
    if (took >= bound) slow.push([JSON.stringify(text.slice(0, 20)), took]);
  }
  return slow;
}

test.each(Object.entries(readers))(
  "T48: a megabyte of what is hard to read is no trouble to %s",
  async (_, read) => {
    expect(await slowest(read, Infinity)).toEqual([]);
  },
);

test.each(Object.entries(linear))(
  "T48: 200 KB of what is hard to read are no trouble to %s",
  async (_, read) => {
    expect(await slowest(read, part)).toEqual([]);
  },
);

test("T48, the control: a matcher that looks at all of it again and again is found out", async () => {
  const quadratic = (text: string) => /\n*<!--\s*$/.test(text.slice(0, 15_000));
  expect(await milliseconds(quadratic, "\n".repeat(size))).toBeGreaterThan(bound);
});
