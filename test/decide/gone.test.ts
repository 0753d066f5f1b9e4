/** What becomes of a goal or task whose issue a person deleted or transferred. */

import { expect, test } from "vitest";
import { isStopped } from "../../src/decide/control.ts";
import { endTasks } from "../../src/decide/end.ts";
import { showGoal } from "../../src/decide/show.ts";
import { aTask, aWorld, commanded, goal, landedTask, submitted } from "../support/builders.ts";

test("a task without its issue is cancelled, and one that landed stays landed", () => {
  const tasks = [aTask(35), aTask(36, { tip: submitted }), landedTask(37)];
  expect(endTasks(aWorld({ tasks, gone: new Set([35, 36, 37]) }))).toEqual([
    {
      kind: "end-tasks",
      ends: [
        { task: 35, reason: "cancelled" },
        { task: 36, reason: "cancelled" },
      ],
    },
  ]);
});

test("a goal without its issue is stopped, and nobody writes to it", () => {
  const world = aWorld({ gone: new Set([goal]), after: [commanded("pause")] });
  expect(isStopped(world)).toBe(true);
  expect(showGoal(world)).toEqual([]);
});
