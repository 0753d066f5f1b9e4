/** Copies go, what is recorded stays, and other goals of the repository are left alone. */

import { expect, test } from "vitest";
import { closeStrays, removeBranches, removeDoubles } from "../../src/decide/tidy.ts";
import { anIssue, aTask, aWorld, endedTask, goal, intentName } from "../support/builders.ts";

const closed = { kind: "goal-closed" as const, state: "done" as const, why: "", pull: undefined };
const copy = (number: number, intent: string) => anIssue(number, { intent });

test("a second issue of a recorded intent is closed, the recorded one stays", () => {
  const issues = [copy(35, intentName(35)), copy(40, intentName(35))];
  expect(closeStrays(aWorld({ tasks: [aTask(35)], issues }))).toEqual([
    { kind: "close-stray", issue: 40, of: 35 },
  ]);
});

test("an issue that was never recorded waits for its recording, and is closed once the goal is", () => {
  const issues = [copy(40, `${goal}/c1/p${goal}/w1/late`)];
  expect(closeStrays(aWorld({ issues }))).toEqual([]);
  expect(closeStrays(aWorld({ issues, after: [closed] }))).toEqual([
    { kind: "close-stray", issue: 40, of: undefined },
  ]);
});

test("issues of another goal and of people are nobody's copies", () => {
  const issues = [copy(40, `${goal + 1}/c1/p${goal + 1}/w1/one`), anIssue(41, { intent: undefined })];
  expect(closeStrays(aWorld({ issues, after: [closed] }))).toEqual([]);
});

test("of comments for one purpose the first stays", () => {
  const said = (comment: number) => ({ comment, body: "", url: "" });
  const remarks = new Map([
    ["status status", [said(7)]],
    ["verdict cycle-1", [said(8), said(9)]],
  ]);
  expect(removeDoubles(aWorld({ remarks }))).toEqual([{ kind: "remove-comments", comments: [9] }]);
});

test("a branch goes once the log keeps what it held", () => {
  const tasks = [endedTask(35, "vetoed")];
  expect(removeBranches(aWorld({ tasks }))).toEqual([]);
});
