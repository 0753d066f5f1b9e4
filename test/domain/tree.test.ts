/** The tree of a goal: what lies beneath what, and what people said above it. */

import { expect, test } from "vitest";
import { issueNumber } from "../../src/domain/ids.ts";
import { directivesAbove, isOurs, isVetoed, pathTo, plansOf } from "../../src/domain/tree.ts";
import {
  aSubPlan,
  aTask,
  aWorld,
  commanded,
  cycleStarted,
  directed,
  goal,
  planIntent,
  planned,
  recorded,
  type WorldParts,
} from "../support/builders.ts";

const deep = [...aSubPlan(20), planned({ plan: issueNumber(20), intents: [planIntent(21)] }), recorded(21)];
const tasks = [aTask(35, { plan: 21 }), aTask(36)];
const world = (parts: WorldParts = {}) => aWorld({ tasks, after: deep, ...parts });

test("a path goes up to the goal", () => {
  expect(pathTo(world(), 35)).toEqual([35, 21, 20, goal]);
});

test.each([
  { issue: goal, ours: true },
  { issue: 20, ours: true },
  { issue: 35, ours: true },
  { issue: 99, ours: false },
])("issue $issue is ours: $ours", ({ issue, ours }) => {
  expect(isOurs(world(), issue)).toBe(ours);
});

test("directives count for everything beneath them, and nothing beside", () => {
  const said = [directed("D1", goal, 1), directed("D2", 20, 2), directed("D3", 35, 3)];
  const heard = (issue: number) =>
    directivesAbove(world({ after: [...deep, ...said] }), issue).map((directive) => directive.id);
  expect([heard(35), heard(36), heard(20)]).toEqual([["D1", "D2", "D3"], ["D1"], ["D1", "D2"]]);
});

test.each([
  { veto: 35, ends: [35] },
  { veto: 20, ends: [20, 21, 35] },
  { veto: goal, ends: [goal, 20, 21, 35, 36] },
])("a veto of $veto is one of $ends", ({ veto, ends }) => {
  const vetoed = world({ after: [...deep, commanded("veto", veto)] });
  expect([goal, 20, 21, 35, 36].filter((issue) => isVetoed(vetoed, issue))).toEqual(ends);
});

test("the goal is the root plan of every cycle, and earlier sub-plans are gone", () => {
  const numbers = (parts: WorldParts) => plansOf(world(parts)).map((plan) => plan.number);
  expect(numbers({})).toEqual([goal, 20, 21]);
  const next = [...deep, { kind: "cycle-closed" as const, cycle: 1 }, cycleStarted(2)];
  expect(numbers({ after: next })).toEqual([goal]);
});
