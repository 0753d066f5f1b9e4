/** Take-over by those who saw nothing move for the lease, and the signs of life that prevent it. */

import { expect, test } from "vitest";
import { claimTasks } from "../../src/decide/claim.ts";
import { decide } from "../../src/decide/decide.ts";
import { aTask, aWorld, claimedBy, minute, submitted, type WorldParts } from "../support/builders.ts";

const takeOver = [{ kind: "take-stewardship" }];
const still = (log: number, ...tasks: readonly (readonly [number, number])[]) => ({
  log: log * minute,
  tasks: new Map(tasks.map(([task, minutes]) => [task, minutes * minute])),
});
const submission = { tasks: [aTask(35, { tip: submitted })] };
const fromTwo = (parts: WorldParts) => decide(aWorld({ instance: "two", ...parts }));

test("a log that stands still for ten minutes while there is something to do is taken over", () => {
  expect(fromTwo({ ...submission, still: still(9.9) })).toEqual([]);
  expect(fromTwo({ ...submission, still: still(10) })).toEqual(takeOver);
});

test("a steward that only waits for workers is left alone, and tasks to claim are no reason", () => {
  expect(fromTwo({ tasks: [aTask(35)], still: still(60) })).toEqual([{ kind: "claim", tasks: [35] }]);
});

test("after the goal's end nobody takes anything over", () => {
  const end = { kind: "goal-closed" as const, state: "done" as const, why: "", pull: undefined };
  expect(fromTwo({ ...submission, after: [end], still: still(60) })).toEqual([]);
});

test.each([
  ["a planner", { planners: new Set([12]) }],
  ["the judge", { judging: true }],
  ["checks", { checking: true }],
  ["setup", { preparing: true }],
])("a steward that waits for %s says every three minutes that it lives", (_, busy) => {
  expect(decide(aWorld({ busy, still: still(2.9) }))).not.toEqual(takeOver);
  expect(decide(aWorld({ busy, still: still(3) }))).toEqual(takeOver);
});

test("a steward that waits for nothing of its own keeps silent", () => {
  const tasks = [aTask(35, { tip: claimedBy("two"), issue: { labels: ["swarm:claimed"] } })];
  expect(decide(aWorld({ tasks, still: still(60, [35, 2]) }))).toEqual([]);
});

test("a claim without a sign of life for ten minutes is claimed on top", () => {
  const tasks = [aTask(35, { tip: claimedBy("two") })];
  expect(claimTasks(aWorld({ tasks, still: still(0, [35, 9.9]) }))).toEqual([]);
  expect(claimTasks(aWorld({ tasks, still: still(0, [35, 10]) }))).toEqual([{ kind: "claim", tasks: [35] }]);
});
