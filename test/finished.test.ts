/** When a goal is left alone, and when it is looked at again. */

import { expect, test } from "vitest";
import { Finished } from "../src/finished.ts";

const goal = "7#12";
const minute = 60_000;

test("a goal is over when it has been finished for a minute, and not when something came up meanwhile", () => {
  const finished = new Finished();
  expect(finished.settle(goal, true, 0)).toBe(false);
  expect(finished.settle(goal, false, minute - 1)).toBe(false);
  expect(finished.settle(goal, true, minute)).toBe(false);
  expect(finished.settle(goal, true, 2 * minute - 1)).toBe(false);
  expect(finished.isOver(goal)).toBe(false);
  expect(finished.settle(goal, true, 2 * minute)).toBe(true);
  expect(finished.isOver(goal)).toBe(true);
});

test("what changes while a reading is under way is read before the goal is over", () => {
  const finished = new Finished();
  finished.settle(goal, true, 0);
  finished.found(goal, "2026-01-01T00:09:00Z");
  expect(finished.settle(goal, true, minute)).toBe(false);
  expect(finished.settle(goal, true, 2 * minute)).toBe(true);
});

test("a goal that is over is looked at again when its issue changed since a sweep last looked, and once for each change", () => {
  const finished = new Finished();
  finished.found(goal, "2026-01-01T00:00:01Z");
  finished.settle(goal, true, 0);
  finished.settle(goal, true, minute);
  finished.found(goal, "2026-01-01T00:00:01Z");
  expect(finished.isOver(goal)).toBe(true);
  finished.found(goal, "2026-01-01T00:09:00Z");
  expect(finished.isOver(goal)).toBe(false);
  finished.settle(goal, true, 10 * minute);
  finished.settle(goal, true, 11 * minute);
  finished.found(goal, "2026-01-01T00:09:00Z");
  expect(finished.isOver(goal)).toBe(true);
  finished.reopen(goal);
  expect(finished.isOver(goal)).toBe(false);
});
