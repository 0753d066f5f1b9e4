/** What issues show of their tasks. */

import { expect, test } from "vitest";
import { decide } from "../../src/decide/decide.ts";
import { showAltered, showGoal, showTasks } from "../../src/decide/show.ts";
import type { Entry } from "../../src/domain/entry.ts";
import {
  anIssue,
  aTask,
  aTip,
  aWorld,
  claimedBy,
  commanded,
  endedTask,
  goal,
  landedTask,
} from "../support/builders.ts";

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

test("a closed issue that says how its task ended is left alone", () => {
  const ended = { open: false, reported: "Ended" } as const;
  const tasks = [
    landedTask(35, { issue: { open: false, reported: "Landed" } }),
    endedTask(36, "failed", { issue: ended }),
  ];
  expect(showTasks(aWorld({ tasks }))).toEqual([]);
});

test("an issue that a person closed gets its report", () => {
  const tasks = [endedTask(36, "cancelled", { issue: { open: false, reported: undefined } })];
  expect(showTasks(aWorld({ tasks }))).toEqual([{ kind: "close-issue", issue: 36 }]);
});

test("whoever claims a task that is over with a label is corrected", () => {
  const issue = { open: false, reported: "Landed" as const, labels: ["swarm:task", "swarm:claimed"] };
  const world = aWorld({ tasks: [landedTask(35, { issue })] });
  expect(showTasks(world)).toEqual([{ kind: "label", issue: 35, labels: ["swarm:task"] }]);
});

test("a claim is shown once", () => {
  const shown = { labels: ["swarm:task", "swarm:claimed"] };
  const tasks = [aTask(35, { tip: claimedBy("two") }), aTask(36, { tip: claimedBy("two"), issue: shown })];
  const world = aWorld({ tasks: tasks.map((task) => ({ ...task, issue: { open: true, ...task.issue } })) });
  expect(showTasks(world)).toEqual([{ kind: "label", issue: 35, labels: ["swarm:claimed"] }]);
});

test("a question is shown once", () => {
  const shown = { labels: ["swarm:needs-answer"] };
  const tasks = [aTask(35, { tip: asked }), aTask(36, { tip: asked, issue: shown })];
  const said = new Map([[`question ${aTip(asked).sha}`, [{ comment: 50, body: "", url: "" }]]]);
  expect(showTasks(aWorld({ tasks, remarks: said }))).toEqual([{ kind: "show-question", task: 35 }]);
});

test("a second question is shown though the label of the first is still there", () => {
  const tasks = [aTask(35, { tip: asked, issue: { labels: ["swarm:needs-answer"] } })];
  const said = new Map([["question older", [{ comment: 50, body: "", url: "" }]]]);
  expect(showTasks(aWorld({ tasks, remarks: said }))).toEqual([{ kind: "show-question", task: 35 }]);
});

test("a task that waits shows nothing", () => {
  expect(showTasks(aWorld({ tasks: [aTask(35), aTask(36, { granted: false })] }))).toEqual([]);
});

test("an answered question is no longer shown, and a person's own labels stay", () => {
  const labels = ["swarm:task", "urgent", "swarm:needs-answer", "swarm:claimed"];
  const tasks = [aTask(35, { tip: claimedBy("two"), issue: { labels } })];
  expect(showTasks(aWorld({ tasks }))).toEqual([
    { kind: "label", issue: 35, labels: ["swarm:task", "urgent", "swarm:claimed"] },
  ]);
});

const labelled = (...labels: readonly string[]) => anIssue(goal, { labels });

test("a pause is shown on the goal, and its end", () => {
  const pause = [commanded("pause")];
  expect(showGoal(aWorld({ goal: labelled("swarm:goal"), after: pause }))).toEqual([
    { kind: "label", issue: goal, labels: ["swarm:goal", "swarm:paused"] },
  ]);
  const both = labelled("swarm:goal", "swarm:paused");
  expect(showGoal(aWorld({ goal: both, after: pause }))).toEqual([]);
  expect(showGoal(aWorld({ goal: both }))).toEqual([{ kind: "label", issue: goal, labels: ["swarm:goal"] }]);
});

test("an accepted goal gets its label back, beside a person's own, in one write with a pause, and only then", () => {
  expect(showGoal(aWorld({ goal: labelled("urgent") }))).toEqual([
    { kind: "label", issue: goal, labels: ["urgent", "swarm:goal"] },
  ]);
  expect(showGoal(aWorld({ goal: labelled("urgent"), after: [commanded("pause")] }))).toEqual([
    { kind: "label", issue: goal, labels: ["urgent", "swarm:goal", "swarm:paused"] },
  ]);
  expect(showGoal(aWorld({ goal: labelled("swarm:paused") }))).toEqual([
    { kind: "label", issue: goal, labels: ["swarm:goal"] },
  ]);
  expect(showGoal(aWorld({ goal: labelled("swarm:goal", "urgent") }))).toEqual([]);
});

test("who labels a goal before it is accepted answers for its text, so the swarm does not", () => {
  const before: Entry[] = [{ kind: "steward", instance: "one" }];
  expect(showGoal(aWorld({ before, goal: labelled() }))).toEqual([]);
});

test("a goal that is over gets its label back as well, by which a retry is heard", () => {
  const label = { kind: "label", issue: goal, labels: ["swarm:goal"] };
  const after: Entry[] = [{ kind: "goal-closed", state: "stopped", why: "", pull: undefined }];
  expect(decide(aWorld({ goal: labelled(), after }))).toEqual([label]);
  expect(decide(aWorld({ goal: labelled() }))).toContainEqual(label);
});

test("T7: people are told once that what the app had said lost its mark", () => {
  const altered = ["https://forge/acme/shop/issues/12#issuecomment-9"];
  expect(showAltered(aWorld())).toEqual([]);
  expect(showAltered(aWorld({ altered }))).toEqual([{ kind: "show-altered", comments: altered }]);
  const remarks = new Map([["altered goal", [{ comment: 10, body: "", url: "" }]]]);
  expect(showAltered(aWorld({ altered, remarks }))).toEqual([]);
  expect(showAltered(aWorld({ altered, gone: new Set([goal]) }))).toEqual([]);
});
