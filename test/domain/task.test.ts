/** A task's state: integration's history first, then the branch, then the log, then the issue. */

import { expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { tasksOf } from "../../src/domain/task.ts";
import type { TaskStateName } from "../../src/domain/words.ts";
import {
  aTask,
  aWorld,
  claimedBy,
  cycleStarted,
  intentName,
  planIntent,
  planned,
  recorded,
  submitted,
  type TaskParts,
  taskIntent,
} from "../support/builders.ts";

const ended: Entry = {
  kind: "ended",
  task: issueNumber(35),
  reason: "failed",
  attempt: 1,
  conflicts: 0,
  spent: nothingSpent,
};

const stateOf = (parts: Partial<TaskParts>, after: readonly Entry[] = []) => {
  const [task] = tasksOf(aWorld({ tasks: [aTask(35, parts)], after }));
  return task?.reason ? `${task.state}: ${task.reason}` : task?.state;
};

test.each<{ what: string; parts: Partial<TaskParts>; after?: readonly Entry[]; state: string }>([
  { what: "a grant and an open issue", parts: {}, state: "ready" },
  { what: "no grant", parts: { granted: false }, state: "waiting" },
  { what: "a closed issue", parts: { issue: { open: false } }, state: "waiting" },
  {
    what: "a need that is not known",
    parts: { needs: ["12/c1/p12/w1/other"] },
    state: "waiting",
  },
  {
    what: "a cycle that is over",
    parts: {},
    after: [{ kind: "cycle-closed", cycle: 1 }, cycleStarted(2)],
    state: "waiting",
  },
  { what: "a claim", parts: { tip: claimedBy("two") }, state: "claimed" },
  { what: "a question", parts: { tip: { kind: "asked", question: "", seen: 0 } }, state: "needs-answer" },
  {
    what: "a return",
    parts: { tip: { kind: "returned", reason: "conflict", words: "" } },
    state: "returned",
  },
  { what: "a submission", parts: { tip: submitted }, state: "submitted" },
  {
    what: "a tombstone",
    parts: { tip: { kind: "ended", reason: "vetoed", words: "" } },
    state: "ended: vetoed",
  },
  { what: "an end in the log and no branch", parts: {}, after: [ended], state: "ended: failed" },
  {
    what: "a branch made anew after an end in the log",
    parts: { tip: claimedBy("one") },
    after: [ended],
    state: "ended: failed",
  },
  { what: "a merge in integration's history", parts: { landed: true }, state: "landed" },
  {
    what: "a merge on its branch that integration lost",
    parts: { tip: { kind: "landed" } },
    state: "ended: dropped",
  },
  {
    what: "a tombstone that came too late",
    parts: { landed: true, tip: { kind: "ended", reason: "vetoed", words: "" } },
    state: "landed",
  },
  { what: "a revert after its merge", parts: { landed: true, reverted: true }, state: "reverted" },
])("with $what it is $state", ({ parts, after, state }) => {
  expect(stateOf(parts, after)).toBe(state);
});

test("plans, and intents that are no issues yet, are no tasks", () => {
  const after = [planned({ intents: [planIntent(20), taskIntent(36)] }), recorded(20)];
  expect(tasksOf(aWorld({ after }))).toEqual([]);
});

test("a need by name is the issue it became", () => {
  const tasks = tasksOf(aWorld({ tasks: [aTask(35), aTask(36, { needs: [intentName(35), 30] })] }));
  expect(tasks[1]?.needs).toEqual([35, 30]);
});

test("labels are not believed", () => {
  const state: TaskStateName = "ready";
  expect(stateOf({ issue: { open: true, labels: ["swarm:failed", "swarm:claimed"] } })).toBe(state);
});
