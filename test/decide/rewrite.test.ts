/** What happens when somebody else rewrote integration: the goal pauses and asks, and nothing of its history is believed. */

import { expect, test } from "vitest";
import { startCycle } from "../../src/decide/cycle.ts";
import { decide } from "../../src/decide/decide.ts";
import { holdRewritten } from "../../src/decide/rewrite.ts";
import type { Entry } from "../../src/domain/entry.ts";
import type { World } from "../../src/domain/world.ts";
import {
  aJudgement,
  aSha,
  aTask,
  aWorld,
  base,
  checked,
  commanded,
  endedTask,
  head,
  landedTask,
  minute,
  spends,
  submitted,
  type WorldParts,
} from "../support/builders.ts";

const entry: Entry = { kind: "rewritten", head };
const seen = (parts: WorldParts = {}) => aWorld({ rewritten: { for: minute }, ...parts });
const said = { remarks: new Map([["rewritten 1", [{ comment: 9, body: "", url: "" }]]]) };

test("after a minute the log says so; before, nothing is decided by what is there", () => {
  const tasks = [aTask(35, { tip: submitted }), aTask(36), landedTask(37, { noted: false })];
  expect(decide(seen({ tasks, rewritten: { for: minute - 1 } }))).toEqual([]);
  expect(decide(seen({ tasks }))).toMatchObject([{ kind: "append", entries: [entry] }]);
});

test("a removed branch is told from a rewritten one", () => {
  expect(holdRewritten(seen({ integration: undefined }))).toMatchObject([
    { entries: [{ kind: "rewritten", head: undefined }] },
  ]);
});

test("people are asked once, and see that the goal is paused", () => {
  const asked = decide(seen({ after: [entry] }));
  expect(asked.map((command) => command.kind)).toEqual(["show-rewrite", "label"]);
  const goal = aWorld().goal;
  const shown = { ...said, goal: { ...goal, labels: [...goal.labels, "swarm:paused"] } };
  expect(decide(seen({ after: [entry], ...shown }))).toEqual([]);
});

test("resume accepts the branch as it is; one that was said before it was rewritten does not", () => {
  expect(holdRewritten(seen({ after: [entry, commanded("resume")] }))).toEqual([{ kind: "accept-rewrite" }]);
  expect(holdRewritten(seen({ after: [commanded("resume"), entry], ...said }))).toEqual([]);
});

test("green goes nowhere in a history that nobody accepted, even once the goal is stopped", () => {
  const newest = aSha("newest");
  const good = { integration: { head: newest, landed: new Map(), reverted: new Map() } };
  const after = [commanded("stop"), checked(newest)];
  const kinds = (world: World) => decide(world).map((command) => command.kind);
  expect(kinds(aWorld({ ...good, after }))).toContain("move-green");
  expect(kinds(seen({ ...good, after }))).not.toContain("move-green");
});

test("what was pushed back resumes by itself", () => {
  expect(holdRewritten(aWorld({ after: [entry] }))).toMatchObject([
    { entries: [{ kind: "rewrite-over", head, accepted: false }] },
  ]);
  const over: Entry = { kind: "rewrite-over", head, accepted: false };
  const world = aWorld({ tasks: [aTask(35)], after: [entry, over] });
  expect(decide(world)).toEqual([{ kind: "claim", tasks: [35] }]);
});

test("once accepted, only the accepted head has to be there", () => {
  const over: Entry = { kind: "rewrite-over", head, accepted: true };
  const tasks = [landedTask(35)];
  expect(aWorld({ tasks }).log.rewrite.anchors.size).toBe(2);
  expect([...aWorld({ tasks, after: [entry, over] }).log.rewrite.anchors]).toEqual([head]);
});

test("a stop is carried out although integration is gone", () => {
  const parts = { integration: undefined, after: [entry, commanded("stop")] };
  const kinds = (tasks: WorldParts["tasks"]) =>
    decide(seen({ ...parts, tasks: tasks ?? [] })).map((command) => command.kind);
  expect(kinds([aTask(35)])).toContain("end-tasks");
  expect(decide(seen({ ...parts, tasks: [endedTask(35, "stopped")] }))).toContainEqual(
    expect.objectContaining({ entries: [expect.objectContaining({ kind: "verdict", commit: base })] }),
  );
});

test("a verdict done does not hold for a history that is gone", () => {
  const after: readonly Entry[] = [
    { kind: "verdict", cycle: 1, commit: base, judgement: aJudgement({ verdict: "done" }), spent: spends(0) },
    { kind: "cycle-closed", cycle: 1 },
  ];
  expect(startCycle(aWorld({ after }))).toMatchObject([{ kind: "close-goal" }]);
  expect(startCycle(aWorld({ after, sinceVerdict: undefined }))).toEqual([{ kind: "start-cycle", cycle: 2 }]);
});
