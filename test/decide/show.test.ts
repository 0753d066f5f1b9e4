/** What issues show of their tasks. */

import { expect, test } from "vitest";
import { showTasks } from "../../src/decide/show.ts";
import { aTask, aWorld, claimedBy, endedTask, landedTask } from "../support/builders.ts";

const asked = { kind: "asked" as const, question: "Metres?", seen: 0 };

test("a landed task's issue is closed", () => {
  const tasks = [landedTask(35, { issue: { open: true } })];
  expect(showTasks(aWorld({ tasks }))).toEqual([{ kind: "close-issue", issue: 35 }]);
});

test("an issue is not closed before the landing is in the log", () => {
  const tasks = [landedTask(35, { noted: false, issue: { open: true } })];
  expect(showTasks(aWorld({ tasks }))).toEqual([]);
});

test("an ended task's issue is closed", () => {
  const tasks = [endedTask(35, "vetoed", { issue: { open: true } })];
  expect(showTasks(aWorld({ tasks }))).toEqual([{ kind: "close-issue", issue: 35 }]);
});

test("a closed issue is left alone", () => {
  const tasks = [landedTask(35), endedTask(36, "failed")];
  expect(showTasks(aWorld({ tasks }))).toEqual([]);
});

test("a claim is shown once", () => {
  const shown = { labels: ["swarm:task", "swarm:claimed"] };
  const tasks = [aTask(35, { tip: claimedBy("two") }), aTask(36, { tip: claimedBy("two"), issue: shown })];
  const world = aWorld({ tasks: tasks.map((task) => ({ ...task, issue: { open: true, ...task.issue } })) });
  expect(showTasks(world)).toEqual([{ kind: "show-claimed", task: 35 }]);
});

test("a question is shown once", () => {
  const shown = { labels: ["swarm:needs-answer"] };
  const tasks = [aTask(35, { tip: asked }), aTask(36, { tip: asked, issue: shown })];
  expect(showTasks(aWorld({ tasks }))).toEqual([{ kind: "show-question", task: 35 }]);
});

test("a task that waits shows nothing", () => {
  expect(showTasks(aWorld({ tasks: [aTask(35), aTask(36, { granted: false })] }))).toEqual([]);
});
