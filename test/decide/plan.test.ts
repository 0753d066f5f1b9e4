/** When planners wake, and which plans are settled. */

import { expect, test } from "vitest";
import { settledPlans, wakePlanners } from "../../src/decide/plan.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import {
  aSubPlan,
  aTask,
  aWorld,
  begun,
  checked,
  claimedBy,
  commanded,
  cycleStarted,
  directed,
  endedTask,
  goal,
  head,
  landedTask,
  planned,
} from "../support/builders.ts";

const wake = (plan: number, number: number, events: readonly string[] = []) => ({
  kind: "wake-planner",
  plan,
  cycle: 1,
  wake: number,
  events,
});
const more = planned({ done: false });
const sub = (parts: Parameters<typeof planned>[0] = {}) => planned({ plan: issueNumber(20), ...parts });
const unplanned = begun().slice(0, 3);

test("a cycle begins with its root planner, once the checks ran on its base", () => {
  expect(wakePlanners(aWorld({ before: unplanned }))).toEqual([]);
  expect(wakePlanners(aWorld({ before: [...unplanned, checked(head)] }))).toEqual([wake(goal, 1)]);
});

test("a planner that is done sleeps", () => {
  expect(wakePlanners(aWorld({ tasks: [landedTask(35)] }))).toEqual([]);
});

test("a planner that is not done wakes when nothing is open", () => {
  expect(wakePlanners(aWorld({ tasks: [landedTask(35)], after: [more] }))).toEqual([
    wake(goal, 2, ["landed #35"]),
  ]);
});

test("a planner that is not done sleeps while its tasks are under way", () => {
  const tasks = [aTask(35, { tip: claimedBy("two") }), landedTask(36)];
  expect(wakePlanners(aWorld({ tasks, after: [more] }))).toEqual([]);
});

test("four hand-offs wake a planner that is not done, though work goes on", () => {
  const tasks = [aTask(35), ...[36, 37, 38, 39].map((number) => landedTask(number))];
  const events = ["landed #36", "landed #37", "landed #38", "landed #39"];
  expect(wakePlanners(aWorld({ tasks, after: [more] }))).toEqual([wake(goal, 2, events)]);
});

test("hand-offs it has seen do not wake it again", () => {
  const tasks = [aTask(35), ...[36, 37, 38, 39].map((number) => landedTask(number))];
  const seen = planned({ done: false, wake: 2, seen: ["landed #36"] });
  expect(wakePlanners(aWorld({ tasks, after: [seen] }))).toEqual([]);
});

test("a failed task wakes its planner, done or not", () => {
  const tasks = [aTask(35), endedTask(36, "failed")];
  expect(wakePlanners(aWorld({ tasks }))).toEqual([wake(goal, 2, ["ended #36 failed"])]);
});

test("a failed task that was seen wakes nobody", () => {
  const tasks = [aTask(35), endedTask(36, "failed")];
  expect(wakePlanners(aWorld({ tasks, after: [planned({ seen: ["ended #36 failed"] })] }))).toEqual([]);
});

test("a vetoed task wakes nobody", () => {
  expect(wakePlanners(aWorld({ tasks: [endedTask(35, "vetoed"), aTask(36)] }))).toEqual([]);
});

test("a directive wakes the planner it was said to", () => {
  const after = [...aSubPlan(20), sub(), directed("D1", 20)];
  expect(wakePlanners(aWorld({ after }))).toEqual([wake(20, 2, ["directive D1"])]);
});

test("a directive on a task wakes no planner", () => {
  expect(wakePlanners(aWorld({ tasks: [aTask(35)], after: [directed("D1", 35)] }))).toEqual([]);
});

test("a new sub-plan wakes its own planner", () => {
  expect(wakePlanners(aWorld({ after: aSubPlan(20) }))).toEqual([wake(20, 1)]);
});

test("a finished sub-plan wakes a planner that is not done", () => {
  const after = [...aSubPlan(20), sub(), more];
  expect(wakePlanners(aWorld({ after }))).toEqual([wake(goal, 2, ["finished plan #20"])]);
});

test("a sub-plan with open tasks is not finished", () => {
  const tasks = [aTask(35, { plan: 20, tip: claimedBy("two") })];
  expect(wakePlanners(aWorld({ tasks, after: [...aSubPlan(20), sub(), more] }))).toEqual([]);
});

test("a planner at work is not woken", () => {
  expect(wakePlanners(aWorld({ before: unplanned, busy: { planners: new Set([goal]) } }))).toEqual([]);
});

test("nobody is woken while the cycle is judged", () => {
  expect(wakePlanners(aWorld({ before: unplanned, busy: { judging: true } }))).toEqual([]);
});

test("a vetoed plan is not planned on", () => {
  expect(wakePlanners(aWorld({ after: [...aSubPlan(20), commanded("veto", 20)] }))).toEqual([]);
});

test("a planner that failed once is asked again", () => {
  const failed = planned({ done: false, failed: "no answer" });
  expect(wakePlanners(aWorld({ after: [failed] }))).toEqual([wake(goal, 2)]);
});

test("a planner that failed twice in a row is not asked again, and holds nothing up", () => {
  const failed = planned({ done: false, failed: "no answer" });
  const world = aWorld({ after: [failed, failed] });
  expect(wakePlanners(world)).toEqual([]);
  expect([...settledPlans(world)]).toEqual([goal]);
});

test("a planner that woke thirty times in a cycle is not asked again", () => {
  expect(wakePlanners(aWorld({ after: [planned({ wake: 30, done: false })] }))).toEqual([]);
});

test.each<{ what: string; entry: Entry }>([
  { what: "paused", entry: commanded("pause") },
  { what: "stopped", entry: commanded("stop") },
  { what: "draining", entry: { kind: "cycle-draining", cycle: 1, why: "time" } },
])("nobody plans when $what", ({ entry }) => {
  expect(wakePlanners(aWorld({ before: unplanned, after: [entry] }))).toEqual([]);
});

test("a new cycle's planner hears nothing of the tasks of the last", () => {
  const after = [{ kind: "cycle-closed" as const, cycle: 1 }, cycleStarted(2), directed("D1", goal)];
  const tasks = [landedTask(35), endedTask(36, "failed")];
  expect(wakePlanners(aWorld({ tasks, after }))).toEqual([{ ...wake(goal, 1, ["directive D1"]), cycle: 2 }]);
});
