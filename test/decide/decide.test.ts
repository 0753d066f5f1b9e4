/** The order of the rules, and who follows them. */

import { expect, test } from "vitest";
import { decide, isFinished } from "../../src/decide/decide.ts";
import {
  aComment,
  anIssue,
  aTask,
  aWorld,
  commanded,
  goal,
  landedTask,
  planned,
  submitted,
  taskIntent,
} from "../support/builders.ts";

const kinds = (world: Parameters<typeof decide>[0]) => decide(world).map((command) => command.kind);

test("a goal without a log gets a steward", () => {
  expect(decide(aWorld({ logTip: undefined }))).toEqual([{ kind: "take-stewardship" }]);
});

test("T1: for a stranger's goal nothing is written but one comment, until its text is approved", () => {
  const strange = { logTip: undefined, goalAuthorTrusted: false };
  expect(kinds(aWorld(strange))).toEqual(["show-waiting"]);
  const said = [{ comment: 1, body: "", url: "" }];
  expect(kinds(aWorld({ ...strange, remarks: new Map([["waiting goal", said]]) }))).toEqual([]);
  const approves = (hash: string) => ({ comments: [aComment({ approves: hash })] });
  expect(kinds(aWorld({ ...strange, ...approves("text 0") }))).toEqual(["show-waiting"]);
  expect(kinds(aWorld({ ...strange, ...approves("text 1") }))).toEqual(["take-stewardship"]);
});

test("a closed goal without a log is nobody's business", () => {
  expect(decide(aWorld({ logTip: undefined, goal: anIssue(goal, { open: false }) }))).toEqual([]);
});

test("an issue that is not labelled as a goal is none, whatever a webhook says", () => {
  expect(decide(aWorld({ logTip: undefined, goal: anIssue(goal, { labels: [] }) }))).toEqual([]);
});

const end = { kind: "goal-closed" as const, state: "stopped" as const, why: "", pull: undefined };

test("a goal is finished once it is closed and everything is shown, whoever is the steward", () => {
  const shown = landedTask(35, { issue: { open: false, reported: "Landed" } });
  expect(isFinished(aWorld({ tasks: [shown] }))).toBe(false);
  expect(isFinished(aWorld({ tasks: [shown], after: [end], instance: "two" }))).toBe(true);
  expect(
    isFinished(aWorld({ tasks: [landedTask(35, { issue: { open: true } })], after: [end], instance: "two" })),
  ).toBe(false);
});

test("nothing happens after the goal's end", () => {
  expect(decide(aWorld({ tasks: [aTask(35)], comments: [aComment()], after: [end] }))).toEqual([]);
});

test("who is not the steward only works", () => {
  const tasks = [aTask(35), aTask(36, { tip: submitted })];
  expect(decide(aWorld({ tasks, instance: "two", comments: [aComment()] }))).toEqual([
    { kind: "claim", tasks: [35] },
  ]);
});

test("people are heard before anything else is done", () => {
  expect(kinds(aWorld({ tasks: [aTask(35)], comments: [aComment()] }))).toEqual(["append"]);
});

test("what a stranger says does not hold the work up", () => {
  expect(decide(aWorld({ tasks: [aTask(35)], comments: [aComment({ trusted: false })] }))).toEqual([
    { kind: "claim", tasks: [35] },
  ]);
});

test("tasks end before others land, and land before others are claimed", () => {
  const tasks = [aTask(35), aTask(36, { tip: submitted }), aTask(37)];
  expect(kinds(aWorld({ tasks, after: [commanded("veto", 37)] }))).toEqual(["end-tasks", "land", "claim"]);
});

test("T44: issues are created last, so that a spent hour keeps nothing else from being done", () => {
  const wish = planned({ intents: [taskIntent(38)] });
  const made = kinds(aWorld({ tasks: [aTask(35), aTask(36, { tip: submitted })], after: [wish] }));
  expect(made).toEqual(expect.arrayContaining(["land", "claim"]));
  expect(made.at(-1)).toBe("create-issues");
});

test("a paused goal lands what is under way and begins nothing", () => {
  const tasks = [aTask(35), aTask(36, { tip: submitted })];
  expect(kinds(aWorld({ tasks, after: [commanded("pause")] }))).toEqual(["land", "label"]);
});

test("the same world gives the same commands", () => {
  const world = aWorld({ tasks: [aTask(35), aTask(36, { tip: submitted })] });
  expect(decide(world)).toEqual(decide(world));
});
