/** When setup commands run, and what their failure means. */

import { expect, test } from "vitest";
import { startCycle, stopGoal } from "../../src/decide/cycle.ts";
import { prepareGoal } from "../../src/decide/prepare.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { aCharter, aTask, aWorld, base, claimedBy, commanded } from "../support/builders.ts";

const accepted = (setup: readonly string[]): Entry => ({
  kind: "accepted",
  charter: aCharter({ setup }),
  user: 1,
  base,
});
const install = accepted(["npm ci"]);
const prepared = (failed?: string): Entry => ({ kind: "prepared", failed });
const world = (before: readonly Entry[], busy = {}) => aWorld({ before, busy });

test("setup runs once, before the first cycle", () => {
  expect(prepareGoal(world([install]))).toEqual([{ kind: "prepare" }]);
  expect(startCycle(world([install]))).toEqual([]);
  expect(prepareGoal(world([install, prepared()]))).toEqual([]);
  expect(startCycle(world([install, prepared()]))).toEqual([{ kind: "start-cycle", cycle: 1 }]);
});

test("a goal without setup begins at once", () => {
  expect(prepareGoal(world([accepted([])]))).toEqual([]);
  expect(startCycle(world([accepted([])]))).toEqual([{ kind: "start-cycle", cycle: 1 }]);
});

test.each([
  ["while it runs", world([install], { preparing: true })],
  ["while paused", world([install, commanded("pause")])],
  ["once stopped", world([install, commanded("stop")])],
  ["before acceptance", world([])],
])("setup does not run %s", (_, quiet) => {
  expect(prepareGoal(quiet)).toEqual([]);
});

test("a new text of the goal is prepared anew", () => {
  expect(prepareGoal(world([install, prepared(), accepted(["npm ci", "npm run build"])]))).toEqual([
    { kind: "prepare" },
  ]);
});

test("a failed setup fails the goal once its tasks are over, in the setup's words", () => {
  const failed = [install, prepared("`npm ci` failed.")];
  expect(stopGoal(world(failed))).toEqual([{ kind: "close-goal", state: "failed", why: "`npm ci` failed." }]);
  expect(stopGoal(aWorld({ before: failed, tasks: [aTask(35, { tip: claimedBy("one") })] }))).toEqual([]);
});
