/** What is said of checks: which are flaky, and that integration is red. */

import { expect, test } from "vitest";
import type { CheckResult } from "../../src/domain/entry.ts";
import { checkTable, flakyNote, redNote, redWords, verdictComment } from "../../src/effect/speech.ts";
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
