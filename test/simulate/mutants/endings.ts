/** Mistakes about how things end: tasks, claims, cycles, checks, the goal. */

import type { Mutant } from "../mutants.ts";
import { again, breaking, deaths, inARow, lateRetries, lateStops, twoTasks } from "./trouble.ts";

export const endings: readonly Mutant[] = [
  {
    name: "green moves without checks",
    caughtBy: "I5",
    seeds: { from: 6, count: 60 },
    changes: [{ file: "src/decide/check.ts", from: "?.red === false", to: "?.red !== undefined" }],
    plan: { tasks: breaking, happenings: lateStops },
  },
  {
    name: "a failing check does not refuse done",
    caughtBy: "I5",
    seeds: { from: 6, count: 60 },
    changes: [
      { file: "src/agent/judge.ts", from: "run.failedChecks.length > 0", to: "run.failedChecks.length > 9" },
    ],
    plan: { tasks: breaking },
  },
  {
    name: "what is run once more is judged meanwhile",
    caughtBy: "I5",
    seeds: { from: 250220, count: 10 },
    changes: [{ file: "src/decide/cycle.ts", from: "!isHeadKnown(world) || isMendable", to: "isMendable" }],
  },
  {
    name: "dependants of what ended wait on",
    caughtBy: "L1",
    changes: [{ file: "src/decide/end.ts", from: "task.needs.some((need) => gone.has(need))", to: "false" }],
    plan: { tasks: inARow, happenings: again("veto") },
  },
  {
    name: "no sweep looks again at what is over",
    caughtBy: "L6",
    changes: [
      { file: "src/finished.ts", from: "!== updatedAt) this.reopen(goal)", to: "!== updatedAt) void 0" },
    ],
    plan: { faults: { "webhook-lost": 1 }, happenings: lateRetries, calmAfter: 70 * 60_000 },
  },
  {
    name: "a dead instance keeps its claims",
    caughtBy: "L1",
    changes: [
      { file: "src/decide/claim.ts", from: 'task.state === "claimed" && isLeft', to: "false && isLeft" },
    ],
    plan: { happenings: deaths },
  },
  {
    name: "a task whose worker died once is given up",
    caughtBy: "I19",
    seeds: { from: 20, count: 81 },
    changes: [{ file: "src/decide/end.ts", from: "mostTries = 8;", to: "mostTries = 1;" }],
    plan: { tasks: twoTasks, budget: undefined, faults: {}, happenings: deaths },
  },
  {
    name: "a claimed task counts as over",
    caughtBy: "L2",
    seeds: { from: 2, count: 60 },
    changes: [
      {
        file: "src/domain/task.ts",
        from: 'task.state === "landed" || task.state',
        to: 'task.state === "landed" || task.state === "claimed" || task.state',
      },
    ],
    plan: { happenings: deaths },
  },
  {
    name: "branches of ended tasks stay",
    caughtBy: "L3",
    changes: [
      { file: "src/decide/tidy.ts", from: "return tasks.length > 0 ?", to: "return tasks.length > 99 ?" },
    ],
    plan: { happenings: again("veto") },
  },
  {
    name: "a red tree may be judged, and done",
    caughtBy: "L5",
    seeds: { from: 4, count: 60 },
    changes: [
      { file: "src/decide/cycle.ts", from: " || isMendable(world)", to: "" },
      { file: "src/agent/judge.ts", from: "run.failedChecks.length > 0", to: "run.failedChecks.length > 9" },
    ],
    plan: { tasks: breaking },
  },
  {
    name: "the steward shows signs of life for ever",
    caughtBy: "L6",
    changes: [{ file: "src/decide/lease.ts", from: "return waits && still", to: "return waits || still" }],
  },
];
