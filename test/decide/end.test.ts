/** When a task ends without landing. */

import { expect, test } from "vitest";
import { endTasks } from "../../src/decide/end.ts";
import type { Entry } from "../../src/domain/entry.ts";
import type { EndReason } from "../../src/domain/words.ts";
import {
  aSubPlan,
  aTask,
  aWorld,
  beginning,
  claimedBy,
  commanded,
  cycleStarted,
  endedTask,
  landedTask,
  minute,
  planned,
  submitted,
} from "../support/builders.ts";

const ends = (...pairs: [task: number, reason: EndReason][]) => [
  { kind: "end-tasks", ends: pairs.map(([task, reason]) => ({ task, reason })) },
];
const draining: Entry = { kind: "cycle-draining", cycle: 1, why: "time" };

test("nothing ends in a healthy cycle", () => {
  const tasks = [aTask(35), aTask(36, { tip: claimedBy("two") }), landedTask(37), endedTask(38, "failed")];
  expect(endTasks(aWorld({ tasks }))).toEqual([]);
});

test("a vetoed task ends, even a submission", () => {
  const tasks = [aTask(35, { tip: submitted }), aTask(36)];
  expect(endTasks(aWorld({ tasks, after: [commanded("veto", 35)] }))).toEqual(ends([35, "vetoed"]));
});

test("a veto ends everything beneath a plan", () => {
  const tasks = [aTask(35, { plan: 20 }), aTask(36)];
  const after = [...aSubPlan(20), commanded("veto", 20)];
  expect(endTasks(aWorld({ tasks, after }))).toEqual(ends([35, "vetoed"]));
});

test("what landed before the veto stays landed", () => {
  expect(endTasks(aWorld({ tasks: [landedTask(35)], after: [commanded("veto", 35)] }))).toEqual([]);
});

test("a stop ends all that is open", () => {
  const tasks = [aTask(35), landedTask(36), aTask(37, { tip: claimedBy("two") })];
  expect(endTasks(aWorld({ tasks, after: [commanded("stop")] }))).toEqual(
    ends([35, "stopped"], [37, "stopped"]),
  );
});

test("a task that its planner cancelled ends", () => {
  const after = [planned({ cancels: [35] })];
  expect(endTasks(aWorld({ tasks: [aTask(35)], after }))).toEqual(ends([35, "cancelled"]));
});

test("a task whose issue a person closed ends", () => {
  const tasks = [aTask(35, { tip: submitted, issue: { open: false } })];
  expect(endTasks(aWorld({ tasks }))).toEqual(ends([35, "cancelled"]));
});

test("a task whose need ended, ends", () => {
  const tasks = [endedTask(35, "failed"), aTask(36, { needs: [35] })];
  expect(endTasks(aWorld({ tasks }))).toEqual(ends([36, "need-ended"]));
});

test("a task whose need was reverted, ends", () => {
  const tasks = [landedTask(35, { reverted: true }), aTask(36, { needs: [35] })];
  expect(endTasks(aWorld({ tasks }))).toEqual(ends([36, "need-ended"]));
});

test("a submission does not end with its need", () => {
  const tasks = [endedTask(35, "failed"), aTask(36, { needs: [35], tip: submitted })];
  expect(endTasks(aWorld({ tasks }))).toEqual([]);
});

test("a task that outlived its cycle ends", () => {
  const after = [{ kind: "cycle-closed" as const, cycle: 1 }, cycleStarted(2)];
  expect(endTasks(aWorld({ tasks: [aTask(35)], after }))).toEqual(ends([35, "cycle-ended"]));
});

test("a draining cycle ends what nobody works on", () => {
  const tasks = [aTask(35), aTask(36, { tip: submitted })];
  expect(endTasks(aWorld({ tasks, after: [draining] }))).toEqual(ends([35, "cycle-ended"]));
});

test.each([
  { minutes: 4, ended: [] },
  { minutes: 6, ended: ends([35, "cycle-ended"]) },
])("after $minutes minutes of draining, a worker was given five", ({ minutes, ended }) => {
  const tasks = [aTask(35, { tip: claimedBy("two") })];
  const now = beginning + minutes * minute;
  expect(endTasks(aWorld({ tasks, after: [draining], now }))).toEqual(ended);
});

test.each([
  ["returned", { kind: "returned", reason: "refused", words: "" }, "failed"],
  ["left by its host", claimedBy("one"), "failed"],
  ["held by another process", claimedBy("two"), undefined],
  ["waiting to land", submitted, undefined],
] as const)("a task that was tried eight times and is %s", (_, tip, reason) => {
  const tasks = [aTask(35, { tip, facts: { attempt: 8 } })];
  expect(endTasks(aWorld({ tasks }))).toEqual(reason ? ends([35, reason]) : []);
});

test("conflicts are no failures, and a last try may end", () => {
  const often = aTask(35, { tip: claimedBy("one"), facts: { attempt: 9, conflicts: 2 } });
  const last = aTask(36, { tip: claimedBy("one"), facts: { attempt: 8 } });
  expect(endTasks(aWorld({ tasks: [often, last], busy: { workers: new Set([36]) } }))).toEqual([]);
});
