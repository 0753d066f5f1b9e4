/** What a goal has spent. */

import { expect, test } from "vitest";
import { issueNumber } from "../../src/domain/ids.ts";
import { addSpent, nothingSpent } from "../../src/domain/money.ts";
import { totalSpent } from "../../src/domain/spending.ts";
import {
  aTask,
  aWorld,
  claimedBy,
  endedTask,
  landedTask,
  landingOf,
  planned,
  spends,
  type WorldParts,
} from "../support/builders.ts";

test("an unknown price makes the sum unknown, and tokens still count", () => {
  const unknown = { ...spends(0, 10), usd: undefined };
  expect(addSpent(spends(1, 5), unknown)).toEqual({ ...nothingSpent, usd: undefined, inputTokens: 15 });
});

test("planners, judges and tasks that are over are counted once", () => {
  const tasks = [
    landedTask(35, { facts: { spent: spends(1) } }),
    endedTask(36, "failed", { facts: { spent: spends(2) } }),
    aTask(37, { tip: claimedBy("two"), facts: { spent: spends(4) } }),
  ];
  expect(totalSpent(aWorld({ tasks, after: [planned({ spent: spends(8) })] })).usd).toBe(11);
});

test("a tombstone says more of what was spent than the landing that a person took out before", () => {
  const spent = (world: WorldParts) => totalSpent(aWorld(world)).usd;
  const landed = landedTask(36, { facts: { spent: spends(1) } });
  const after = [landingOf(landed)];
  expect(spent({ tasks: [landed], after })).toBe(1);
  expect(spent({ tasks: [endedTask(36, "cancelled", { facts: { spent: spends(2) } })], after })).toBe(2);
});

test("what an ended task spent outlives its branch", () => {
  const ended = {
    kind: "ended" as const,
    attempt: 1,
    conflicts: 0,
    task: issueNumber(35),
    reason: "failed" as const,
    spent: spends(2),
  };
  expect(totalSpent(aWorld({ tasks: [aTask(35)], after: [ended] })).usd).toBe(2);
});
