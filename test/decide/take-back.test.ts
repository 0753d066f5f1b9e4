/** What happens to a landing that a person vetoed: it is taken back, before anything is judged or ends. */

import { expect, test } from "vitest";
import { judgeCycle, startCycle, stopGoal } from "../../src/decide/cycle.ts";
import { wakePlanners } from "../../src/decide/plan.ts";
import { takeVetoedBack } from "../../src/decide/take-back.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import {
  aJudgement,
  aSha,
  aSubPlan,
  aWorld,
  commanded,
  goal,
  head,
  landedTask,
  planned,
  spends,
  type WorldParts,
} from "../support/builders.ts";
import { aForeignLink } from "../support/chain.ts";

const veto = (issue: number) => commanded("veto", issue);
const stuck = (task: number, at = head): Entry => ({
  kind: "veto-conflicts",
  task: issueNumber(task),
  head: at,
  files: ["a.txt"],
});
const seen = planned({ wake: 2, seen: ["landed #35", "landed #36", "veto conflicts #35"] });
const both = [landedTask(35), landedTask(36)];
const vetoed = (parts: WorldParts = {}) =>
  aWorld({ tasks: both, ...parts, after: [veto(35), ...(parts.after ?? [])] });

test("a landing that a person vetoed is taken back, whatever else stands still", () => {
  const taken = [{ kind: "take-back", tasks: [35] }];
  expect(takeVetoedBack(vetoed())).toEqual(taken);
  expect(takeVetoedBack(vetoed({ after: [commanded("pause")] }))).toEqual(taken);
  expect(takeVetoedBack(vetoed({ after: [commanded("stop")] }))).toEqual(taken);
});

test("a veto on a plan takes back all that landed beneath it, the newest first", () => {
  const tasks = [landedTask(35, { plan: 20 }), landedTask(36, { plan: 20 }), landedTask(37)];
  const world = aWorld({ tasks, after: [...aSubPlan(20), veto(20)] });
  expect(takeVetoedBack(world)).toEqual([{ kind: "take-back", tasks: [36, 35] }]);
});

test.each<[string, WorldParts]>([
  ["it was taken back before", { tasks: [landedTask(35, { reverted: true })] }],
  ["taking it out of this head conflicts", { after: [stuck(35)] }],
])("nothing is taken back because %s", (_, parts) => {
  expect(takeVetoedBack(vetoed(parts))).toEqual([]);
});

test("what conflicted is tried again on the next head", () => {
  expect(takeVetoedBack(vetoed({ after: [stuck(35, aSha("older"))] }))).toMatchObject([{ tasks: [35] }]);
});

test("the planner hears of a conflict at once, and nobody hears of a veto that was carried out", () => {
  const woken = wakePlanners(vetoed({ after: [stuck(35)] }));
  expect(woken).toMatchObject([{ plan: goal, events: expect.arrayContaining(["veto conflicts #35"]) }]);
  const tasks = [landedTask(35, { reverted: true }), landedTask(36)];
  expect(wakePlanners(vetoed({ tasks, after: [planned({ wake: 2, seen: ["landed #36"] })] }))).toEqual([]);
});

test("the goal's planner hears of it when the plan itself is vetoed", () => {
  const tasks = [landedTask(35, { plan: 20 })];
  const after = [...aSubPlan(20), veto(20), stuck(35)];
  const woken = wakePlanners(aWorld({ tasks, after }));
  expect(woken).toMatchObject([{ plan: goal, events: expect.arrayContaining(["veto conflicts #35"]) }]);
});

test("nothing is judged before, and what cannot be taken back is judged", () => {
  expect(judgeCycle(vetoed({ after: [seen] }))).toEqual([]);
  expect(judgeCycle(vetoed({ after: [seen, stuck(35)] }))).toMatchObject([{ kind: "judge" }]);
});

test("a stopped goal ends only then", () => {
  const stopped = [commanded("stop"), ...over("stop")];
  expect(stopGoal(vetoed({ after: stopped }))).toEqual([]);
  expect(stopGoal(vetoed({ after: [...stopped, stuck(35)] }))).toMatchObject([{ kind: "close-goal" }]);
});

const over = (verdict: "done" | "stop"): readonly Entry[] => [
  { kind: "verdict", cycle: 1, commit: head, judgement: aJudgement({ verdict }), spent: spends(0) },
  { kind: "cycle-closed", cycle: 1 },
];

test("a verdict done does not hold for what a person vetoed since", () => {
  const next = [{ kind: "start-cycle", cycle: 2 }];
  expect(startCycle(aWorld({ tasks: both, after: over("done") }))).toMatchObject([{ kind: "close-goal" }]);
  expect(startCycle(vetoed({ after: over("done") }))).toEqual([]);
  expect(startCycle(vetoed({ after: [...over("done"), stuck(35)] }))).toEqual(next);
  const sinceVerdict = [{ ...aForeignLink("back", head), reverts: "veto" as const }];
  const tasks = [landedTask(35, { reverted: true })];
  expect(startCycle(vetoed({ tasks, sinceVerdict, after: over("done") }))).toEqual(next);
});
