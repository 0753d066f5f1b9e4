/** Branches of ended tasks go. */

import { expect, test } from "vitest";
import { removeBranches } from "../../src/decide/tidy.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { aTask, aWorld, claimedBy, endedTask } from "../support/builders.ts";

const ended: Entry = {
  kind: "ended",
  task: issueNumber(35),
  reason: "vetoed",
  attempt: 1,
  conflicts: 0,
  spent: nothingSpent,
};

test("a tombstone stays until the log holds the end", () => {
  const tasks = [endedTask(35, "vetoed")];
  expect(removeBranches(aWorld({ tasks }))).toEqual([]);
  expect(removeBranches(aWorld({ tasks, after: [ended] }))).toEqual([
    { kind: "remove-branches", tasks: [35] },
  ]);
});

test("a branch that a process which was away made anew goes, too", () => {
  const tasks = [aTask(35, { tip: claimedBy("two") })];
  expect(removeBranches(aWorld({ tasks, after: [ended] }))).toEqual([
    { kind: "remove-branches", tasks: [35] },
  ]);
});
