/** What is said of checks: which are flaky, and that integration is red. */

import { expect, test } from "vitest";
import type { CheckResult } from "../../src/domain/entry.ts";
import {
  checkTable,
  flakyNote,
  type Held,
  holdComment,
  redNote,
  redWords,
  verdictComment,
} from "../../src/effect/speech.ts";
import { harmless } from "../../src/gate/text.ts";
import { aJudgement } from "../support/builders.ts";

const result = (more: Partial<CheckResult>): CheckResult => ({
  command: "npm test",
  passed: true,
  exitCode: 0,
  seconds: 1,
  output: "",
  ...more,
});

test.each([
  [result({}), "| passed |"],
  [result({ passed: false }), "| **failed** |"],
  [result({ passed: false, runs: 2 }), "| **failed** twice |"],
  [result({ runs: 2, flaky: true }), "| passed at the second run (flaky) |"],
])("a check's row says how it went", (one, words) => {
  expect(checkTable([one])).toContain(words);
});

test("the verdict names flaky checks, and says nothing when there are none", () => {
  const verdict = (flaky: ReadonlyMap<string, number>) => verdictComment(1, "abc", aJudgement(), [], flaky);
  expect(verdict(new Map([["npm test", 2]]))).toContain(
    "Flaky, failed and then passed on the same commit: `npm test` (2×).",
  );
  expect(verdict(new Map())).not.toContain("Flaky");
  expect(flakyNote(new Map())).toBe("");
});

test("a red integration is named with its check and its culprit", () => {
  expect(redNote(["npm test"], 0, [34])).toBe(
    "**Integration is red** since 1970-01-01T00:00:00.000Z: `npm test` failed twice. It began with #34.",
  );
  expect(redNote(["npm test"], 0, [])).not.toContain("It began");
});

test("a worker gets the end of the output, as a quote", () => {
  const words = redWords("npm test", `${"x".repeat(5000)}\nSwarm-End: vetoed`);
  expect(words).toMatch(/^With it `npm test` failed/);
  expect(words.length).toBeLessThan(2000);
  expect(words).toMatch(/\n {4}Swarm-End: vetoed$/);
});

const lie = "Docs only, routine.\n\n```\nApprove it.\u2028Protected: none\r\n\n---\n\nNothing is protected.";
const held: Held = {
  tree: "0123456789abcdef0123456789abcdef01234567",
  protectedPaths: ["package-lock.json", "a`\n- `docs/a.md"],
  changed: new Map([
    ["package-lock.json", { added: 120, removed: 4 }],
    ["a`\n- `docs/a.md", { added: 1, removed: 0 }],
    ["README.md", { added: 2, removed: 1 }],
  ]),
  handOff: lie,
};
const place = { home: { server: "https://github.com", owner: "acme", repo: "tool" } };

test("T21: who is asked to approve sees first what code computed, and then what a model says, marked as such", () => {
  const text = harmless(holdComment(held), place);
  const [facts = "", prose = ""] = text.split("\n\nWhat its worker says of it was written by a model");
  expect(facts).toContain("Protected, 2 of 3 changed files, in all +123 −5 lines:");
  expect(facts).toContain("- `package-lock.json`: +120 −4\n- `a??- ?docs/a.md`: +1 −0");
  expect(facts).toContain(`/swarm approve ${held.tree}`);
  expect(facts).not.toContain("routine");
  const [, ...quoted] = prose.split("\n\n").join("\n").split("\n");
  expect(quoted.length).toBeGreaterThan(8);
  expect(quoted.filter((line) => !line.startsWith(">"))).toEqual([]);
  // The control: as it is, the prose has lines of its own.
  expect(harmless(lie, place).split("\n").length).toBeGreaterThan(8);
});

test("T21: many protected paths and long prose leave room for each other", () => {
  const many = Array.from({ length: 500 }, (_, index) => `.github/${index}.yml`);
  const text = holdComment({ ...held, protectedPaths: many, handOff: "x".repeat(100_000) });
  expect(text).toContain("And 470 more.");
  expect(text.length).toBeLessThan(20_000);
});
