/** What people's commands add up to. */

import { expect, test } from "vitest";
import { isOutOfTime, isPaused, isStopped } from "../../src/decide/control.ts";
import { aCharter, anIssue, aWorld, beginning, begun, commanded, goal, minute } from "../support/builders.ts";

const after = (...words: Parameters<typeof commanded>[0][]) =>
  aWorld({ after: words.map((word, index) => commanded(word, goal, 900 + index)) });

test.each([
  { words: [], paused: false },
  { words: ["pause"], paused: true },
  { words: ["pause", "resume"], paused: false },
  { words: ["pause", "resume", "pause"], paused: true },
  { words: ["pause", "approve"], paused: true },
] as const)("after $words the goal is paused: $paused", ({ words, paused }) => {
  expect(isPaused(after(...words))).toBe(paused);
});

test("stop cannot be taken back", () => {
  expect(isStopped(after("stop", "resume"))).toBe(true);
});

test("a goal that a person closed is stopped", () => {
  expect(isStopped(aWorld({ goal: anIssue(goal, { open: false }) }))).toBe(true);
});

test.each([
  { minutes: undefined, over: false },
  { minutes: 9, over: true },
  { minutes: 10, over: false },
])("ten minutes after its acceptance a goal of $minutes minutes is over: $over", ({ minutes, over }) => {
  const before = begun(aCharter({ limits: { minutes } }));
  expect(isOutOfTime(aWorld({ before, now: beginning + 10 * minute }))).toBe(over);
});

test("a clock that jumped just now does not end a goal's time", () => {
  const before = begun(aCharter({ limits: { minutes: 9 } }));
  const at = { before, now: beginning + 10 * minute };
  expect(isOutOfTime(aWorld({ ...at, lasting: { red: 0, overdue: 2 * minute - 1 } }))).toBe(false);
  expect(isOutOfTime(aWorld({ ...at, lasting: { red: 0, overdue: 2 * minute } }))).toBe(true);
});
