/** Which tasks this process takes. */

import { expect, test } from "vitest";
import { claimTasks } from "../../src/decide/claim.ts";
import type { Entry } from "../../src/domain/entry.ts";
import type { TipState } from "../../src/domain/tip.ts";
import {
  aCharter,
  anIssue,
  aTask,
  aWorld,
  begun,
  claimedBy,
  commanded,
  directed,
  landedTask,
  submitted,
} from "../support/builders.ts";

const returned: TipState = { kind: "returned", reason: "conflict", words: "a.txt" };
const asked: TipState = { kind: "asked", question: "Metres?", seen: 0 };
const draining: Entry = { kind: "cycle-draining", cycle: 1, why: "time" };
const claim = (...tasks: number[]) => [{ kind: "claim", tasks }];

test("ready tasks are claimed, oldest first", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(36), aTask(35)] }))).toEqual(claim(35, 36));
});

test("a task without a grant is not ready", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35, { granted: false })] }))).toEqual([]);
});

test("a task whose issue a person closed is not ready", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35, { issue: { open: false } })] }))).toEqual([]);
});

test("a vetoed task is not begun while its end is on the way", () => {
  const world = aWorld({ tasks: [aTask(35), aTask(36)], after: [commanded("veto", 35)] });
  expect(claimTasks(world)).toEqual(claim(36));
});

test("a task waits for what it needs", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35), aTask(36, { needs: [35] })] }))).toEqual(claim(35));
});

test("a task whose needs landed is ready", () => {
  const tasks = [landedTask(35), aTask(36, { needs: [35] })];
  expect(claimTasks(aWorld({ tasks }))).toEqual(claim(36));
});

test("a need that was reverted is no need that landed", () => {
  const tasks = [landedTask(35, { reverted: true }), aTask(36, { needs: [35] })];
  expect(claimTasks(aWorld({ tasks }))).toEqual([]);
});

test("what came back goes before what is new", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35), aTask(36, { tip: returned })] }))).toEqual(claim(36, 35));
});

test("another process's claim is left alone", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35, { tip: claimedBy("two") })] }))).toEqual([]);
});

test("an own claim that nobody works on any more is taken up again", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35, { tip: claimedBy("one") })] }))).toEqual(claim(35));
});

test("a task that a worker of this process is at is not claimed", () => {
  const tasks = [aTask(35, { tip: claimedBy("one") })];
  expect(claimTasks(aWorld({ tasks, busy: { workers: new Set([35]) } }))).toEqual([]);
});

test("a submission is not claimed", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35, { tip: submitted })] }))).toEqual([]);
});

test("a question waits for its answer", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35, { tip: asked })] }))).toEqual([]);
});

test("a directive on the asking task answers the question", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35, { tip: asked })], after: [directed("D1", 35)] }))).toEqual(
    claim(35),
  );
});

test("a directive from before the question does not answer it", () => {
  const tasks = [aTask(35, { tip: { ...asked, seen: 1 } })];
  expect(claimTasks(aWorld({ tasks, after: [directed("D1", 35)] }))).toEqual([]);
});

test("no more are claimed than this process has room for", () => {
  const tasks = [aTask(35), aTask(36), aTask(37)];
  const busy = { workers: new Set([30]) };
  expect(claimTasks(aWorld({ tasks, busy, capacity: 3 }))).toEqual(claim(35, 36));
});

test("no more are claimed than the goal allows", () => {
  const before = begun(aCharter({ limits: { workers: 1 } }));
  expect(claimTasks(aWorld({ before, tasks: [aTask(35), aTask(36)] }))).toEqual(claim(35));
});

test("nothing is claimed while the goal is paused", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35)], after: [commanded("pause")] }))).toEqual([]);
});

test("nothing is claimed once the goal is stopped", () => {
  expect(claimTasks(aWorld({ tasks: [aTask(35)], after: [commanded("stop")] }))).toEqual([]);
});

test("nothing is claimed while the cycle drains, not even what came back", () => {
  const tasks = [aTask(35), aTask(36, { tip: returned })];
  expect(claimTasks(aWorld({ tasks, after: [draining] }))).toEqual([]);
});

test("only recorded issues are tasks", () => {
  const stranger = anIssue(99, { labels: ["swarm:task"] });
  expect(claimTasks(aWorld({ issues: [stranger] }))).toEqual([]);
});

test("a task that was tried eight times is not claimed again", () => {
  const tasks = [aTask(35, { tip: claimedBy("one"), facts: { attempt: 8 } })];
  expect(claimTasks(aWorld({ tasks }))).toEqual([]);
});
