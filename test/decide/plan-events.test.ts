/** What happened beneath a plan since its planner last looked. */

import { expect, test } from "vitest";
import { planEvents } from "../../src/decide/plan-events.ts";
import { planCaps } from "../../src/domain/caps.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { tasksOf } from "../../src/domain/task.ts";
import { type Plan, plansOf } from "../../src/domain/tree.ts";
import type { EndReason } from "../../src/domain/words.ts";
import {
  aCharter,
  aSubPlan,
  aTask,
  aWorld,
  base,
  directed,
  endedTask,
  landedTask,
  planned,
  type WorldParts,
} from "../support/builders.ts";

const eventsOf = (parts: WorldParts, settled: readonly number[] = []) => {
  const world = aWorld(parts);
  return planEvents(world, plansOf(world)[0] as Plan, tasksOf(world), new Set(settled));
};

test("a landing is an event that can wait", () => {
  expect(eventsOf({ tasks: [landedTask(35), aTask(36)] })).toEqual({
    unseen: ["landed #35"],
    urgent: false,
  });
});

test.each<{ reason: EndReason; urgent: boolean }>([
  { reason: "failed", urgent: true },
  { reason: "need-ended", urgent: true },
  { reason: "out-of-budget", urgent: true },
  { reason: "dropped", urgent: true },
  { reason: "vetoed", urgent: false },
  { reason: "cancelled", urgent: false },
  { reason: "stopped", urgent: false },
  { reason: "cycle-ended", urgent: false },
])("an end for the reason $reason is urgent: $urgent", ({ reason, urgent }) => {
  expect(eventsOf({ tasks: [endedTask(35, reason)] })).toEqual({ unseen: [`ended #35 ${reason}`], urgent });
});

test("a revert is urgent", () => {
  const tasks = [landedTask(35, { reverted: true })];
  expect(eventsOf({ tasks })).toEqual({ unseen: ["reverted #35"], urgent: true });
});

test("a directive on the plan is urgent", () => {
  expect(eventsOf({ after: [directed("D1", 12)] })).toEqual({ unseen: ["directive D1"], urgent: true });
});

test("a settled sub-plan is an event that can wait", () => {
  expect(eventsOf({ after: aSubPlan(20) }, [20])).toEqual({ unseen: ["finished plan #20"], urgent: false });
});

test("tasks of another plan are its own planner's events", () => {
  expect(eventsOf({ tasks: [endedTask(35, "failed", { plan: 20 })] })).toEqual({ unseen: [], urgent: false });
});

test("what was seen is no news", () => {
  const after = [directed("D1", 12), planned({ seen: ["directive D1", "landed #35"] })];
  expect(eventsOf({ tasks: [landedTask(35)], after })).toEqual({ unseen: [], urgent: false });
});

test("an edited goal cannot wait, and concerns its root planner alone", () => {
  const edit: Entry = { kind: "accepted", charter: aCharter({ hash: "text 2" }), user: 1, base };
  const edited = { unseen: ["edited goal text 2"], urgent: true };
  expect(eventsOf({ after: [edit] })).toEqual(edited);
  expect(eventsOf({ after: [edit, planned({ seen: ["edited goal text 2"] })] })).toEqual({
    unseen: [],
    urgent: false,
  });
  const world = aWorld({ after: [...aSubPlan(20), edit] });
  const sub = plansOf(world).find((plan) => plan.number === 20) as Plan;
  expect(planEvents(world, sub, [], new Set()).unseen).toEqual([]);
});

test("T44: who could not get its tasks because too many were open is asked again once there is room, and once only", () => {
  const leftOut = { requests: 3, reasons: ["Too many."], waits: true as const };
  const starved = planned({ leftOut });
  const many = (open: number) => Array.from({ length: open }, (_, index) => aTask(1_000 + index));
  const wanted = "room again, after 3 requests were left out";
  const unseen = (open: number, after: readonly Entry[]) =>
    eventsOf({ after, tasks: many(open) }).unseen.filter((name) => name.startsWith("room"));
  expect(unseen(planCaps.open, [starved])).toEqual([]);
  expect(unseen(planCaps.open / 2, [starved])).toEqual([wanted]);
  expect(unseen(planCaps.open / 2, [starved, planned({ wake: 2, seen: [wanted] })])).toEqual([]);
  expect(unseen(planCaps.open / 2, [planned({ leftOut: { requests: 3, reasons: ["Too deep."] } })])).toEqual(
    [],
  );
});
