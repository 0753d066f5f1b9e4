/** What tasks may spend, and when there is nothing left to spend. */

import { expect, test } from "vitest";
import { claimTasks } from "../../src/decide/claim.ts";
import { endUnpaid, freeMoney, grantTasks, nextGrant } from "../../src/decide/grant.ts";
import type { Entry } from "../../src/domain/entry.ts";
import {
  aCharter,
  aTask,
  aWorld,
  begun,
  claimedBy,
  endedTask,
  landedTask,
  planned,
  spends,
  type TaskParts,
  type WorldParts,
} from "../support/builders.ts";

/** Twelve dollars are twelve shares. */
const twelve = begun(aCharter({ limits: { budget: 12 } }));
const poor = (number: number, parts: Partial<TaskParts> = {}) => aTask(number, { granted: false, ...parts });
const inBudget = (parts: WorldParts) => aWorld({ before: twelve, ...parts });
const granted = (holder: string, usd: number): Entry => ({
  kind: "granted",
  holder,
  grant: { usd, tokens: undefined },
});
const spent = (usd: number) => planned({ spent: spends(usd) });

test.each([
  { tasks: 1, each: 2.5 },
  { tasks: 4, each: 2.5 },
  { tasks: 8, each: 1.25 },
  { tasks: 10, each: 1 },
])("$tasks tasks share what is free, but for two dollars", ({ tasks, each }) => {
  const numbers = Array.from({ length: tasks }, (_, index) => 30 + index);
  expect(grantTasks(inBudget({ tasks: numbers.map((number) => poor(number)) }))).toEqual([
    {
      kind: "append",
      entries: numbers.map((number) => granted(`task ${number}`, each)),
      subject: `granted ${tasks}`,
    },
  ]);
});

test("without a budget the grant has no cap", () => {
  const grant = { usd: undefined, tokens: undefined };
  expect(grantTasks(aWorld({ tasks: [poor(35)] }))).toEqual([
    { kind: "append", entries: [{ kind: "granted", holder: "task 35", grant }], subject: "granted 1" },
  ]);
});

test("a task has one grant", () => {
  expect(grantTasks(inBudget({ tasks: [aTask(35)] }))).toEqual([]);
});

test("a task that is over gets none", () => {
  expect(grantTasks(inBudget({ tasks: [endedTask(35, "vetoed", { granted: false })] }))).toEqual([]);
});

test("a draining cycle gives nothing out", () => {
  const after = [{ kind: "cycle-draining" as const, cycle: 1, why: "time" }];
  expect(grantTasks(inBudget({ tasks: [poor(35)], after }))).toEqual([]);
});

test("what is left pays for the oldest tasks, the others wait", () => {
  const world = inBudget({ tasks: [poor(35), poor(36)], after: [spent(10.5)] });
  expect(grantTasks(world)).toEqual([
    { kind: "append", entries: [granted("task 35", 1)], subject: "granted 1" },
  ]);
});

test("less than a share is given to nobody", () => {
  expect(grantTasks(inBudget({ tasks: [poor(35)], after: [spent(11.5)] }))).toEqual([]);
});

test("tokens are shared like money", () => {
  const before = begun(aCharter({ limits: { tokens: 1200 } }));
  expect(nextGrant(aWorld({ before }), { usd: undefined, tokens: 100 })).toEqual({
    usd: undefined,
    tokens: 100,
  });
  expect(nextGrant(aWorld({ before }), { usd: undefined, tokens: 99 })).toBeUndefined();
});

test("free is the budget less what was spent and what open grants may still spend", () => {
  const tasks = [
    poor(35, { tip: claimedBy("two") }),
    landedTask(36, { granted: false, facts: { spent: spends(0.25) } }),
    endedTask(37, "failed", { granted: false, facts: { spent: spends(0.5) } }),
  ];
  const after = [
    granted("task 35", 1),
    granted("task 36", 1),
    granted("task 37", 1),
    granted("plan 12 cycle 1 wake 2", 1),
    spent(2),
  ];
  expect(freeMoney(inBudget({ tasks, after }))).toEqual({
    usd: 12 - 2 - 1 - 1 - 0.25 - 0.5,
    tokens: undefined,
  });
});

test("a planner's grant is settled by what it spent", () => {
  const after = [granted("plan 12 cycle 1 wake 1", 1), spent(0.25)];
  expect(freeMoney(inBudget({ after }))).toEqual({ usd: 11.75, tokens: undefined });
});

test("grants and spending together never exceed the budget", () => {
  const tasks = Array.from({ length: 30 }, (_, index) => poor(30 + index));
  const [command] = grantTasks(inBudget({ tasks, after: [spent(3.5)] }));
  const entries = command?.kind === "append" ? command.entries : [];
  expect(entries).toHaveLength(8);
});

test("tasks that can never be paid end", () => {
  expect(endUnpaid(inBudget({ tasks: [poor(35)], after: [spent(12)] }))).toEqual([
    { kind: "end-tasks", ends: [{ task: 35, reason: "out-of-budget" }] },
  ]);
});

test("an open grant may return money, so nobody ends yet", () => {
  const tasks = [poor(35), poor(36, { tip: claimedBy("two") })];
  expect(endUnpaid(inBudget({ tasks, after: [granted("task 36", 1), spent(11)] }))).toEqual([]);
});

test("a planner at work may return money, so nobody ends yet", () => {
  const after = [spent(10.5), granted("plan 12 cycle 1 wake 2", 1)];
  const busy = { planners: new Set([12]) };
  expect(endUnpaid(inBudget({ tasks: [poor(35)], after, busy }))).toEqual([]);
});

test("tasks that can be paid do not end", () => {
  expect(endUnpaid(inBudget({ tasks: [poor(35)] }))).toEqual([]);
});

test("a claim that was left needs another part, and ends when there is none", () => {
  const left = (usd: number, ...parts: readonly Entry[]) =>
    inBudget({
      tasks: [poor(35, { tip: claimedBy(aWorld().instance) })],
      after: [granted("task 35", 1), ...parts, spent(usd)],
    });
  expect(claimTasks(left(0))).toEqual([]);
  expect(grantTasks(left(0))).toMatchObject([{ kind: "append", entries: [{ holder: "task 35" }] }]);
  expect(endUnpaid(left(0))).toEqual([]);
  expect(endUnpaid(left(11))).toEqual([{ kind: "end-tasks", ends: [{ task: 35, reason: "out-of-budget" }] }]);
  expect(claimTasks(left(0, granted("task 35", 1)))).toEqual([{ kind: "claim", tasks: [35] }]);
});
