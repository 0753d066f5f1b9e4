/** What comes back when a person says so, and how often. */

import { describe, expect, test } from "vitest";
import { startCycle, stopGoal } from "../../src/decide/cycle.ts";
import { decide } from "../../src/decide/decide.ts";
import { registerComments } from "../../src/decide/listen.ts";
import { retryTasks } from "../../src/decide/retry.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { tasksOf } from "../../src/domain/task.ts";
import { isVetoed } from "../../src/domain/tree.ts";
import type { Verdict } from "../../src/domain/words.ts";
import {
  aCharter,
  aComment,
  aJudgement,
  anIssue,
  aSubPlan,
  aTask,
  aWorld,
  begun,
  commanded,
  cycleStarted,
  endedTask,
  goal,
  head,
  landedTask,
  spends,
  type WorldParts,
} from "../support/builders.ts";

const retry = (issue: number, tasks: readonly number[], comment = 950) =>
  commanded("retry", issue, comment, { tasks });
const retries = (world: Parameters<typeof retryTasks>[0]) => retryTasks(world);

test.each(["vetoed", "cancelled", "failed", "out-of-budget", "need-ended", "stopped"] as const)(
  "a task that ended as %s comes back once",
  (reason) => {
    const tasks = (facts = {}) => [endedTask(35, reason, { facts })];
    expect(retries(aWorld({ tasks: tasks() }))).toEqual([]);
    const after = [retry(35, [35])];
    expect(retries(aWorld({ tasks: tasks(), after }))).toEqual([{ kind: "retry", tasks: [35] }]);
    expect(retries(aWorld({ tasks: tasks({ retries: 1 }), after }))).toEqual([]);
    const again = [...after, retry(35, [35], 951)];
    expect(retries(aWorld({ tasks: tasks({ retries: 1 }), after: again }))).toHaveLength(1);
  },
);

test("a retry names what has ended beneath it, and nothing that landed or is at work", () => {
  const parts = { plan: 20 };
  const tasks = [
    endedTask(35, "failed", parts),
    landedTask(36, parts),
    aTask(37, parts),
    endedTask(38, "failed"),
  ];
  const comment = aComment({ issue: issueNumber(20), command: { word: "retry", argument: "" } });
  const world = aWorld({ before: [...begun(), ...aSubPlan(20)], tasks, comments: [comment] });
  expect(registerComments(world)).toMatchObject([{ entries: [{ word: "retry", tasks: [35] }] }]);
});

test("the last word counts: a retry lifts a veto, above or on the task, and a veto a retry", () => {
  const before = [...begun(), ...aSubPlan(20)];
  const words = (...after: ReturnType<typeof commanded>[]) =>
    isVetoed(aWorld({ before, tasks: [aTask(35, { plan: 20 })], after }), 35);
  expect(words(commanded("veto", 20), retry(35, [35]))).toBe(false);
  expect(words(commanded("veto", 35), retry(20, [35]))).toBe(false);
  expect(words(retry(20, [35]), commanded("veto", 35))).toBe(true);
});

test("what comes back belongs to the cycle that runs, with a grant of its own that holds what it spent", () => {
  const tip = { kind: "returned" as const, reason: "retried" as const, words: "" };
  const tasks = [aTask(35, { tip, facts: { retries: 1, spent: spends(2) } })];
  const before = begun(aCharter({ limits: { budget: 12 } }));
  const closed = { kind: "cycle-closed" as const, cycle: 1 };
  const world = aWorld({ before, tasks, after: [closed, cycleStarted(2), retry(35, [35])] });
  expect(tasksOf(world)[0]).toMatchObject({ state: "returned", cycle: 2 });
  const grant = { usd: 2 + (10 - 2) / 4, tokens: undefined };
  expect(decide(world)[0]).toMatchObject({ entries: [{ kind: "granted", holder: "task 35", grant }] });
});

const judged = (verdict: Verdict): readonly Entry[] => [
  { kind: "verdict", cycle: 1, commit: head, judgement: aJudgement({ verdict }), spent: nothingSpent },
  { kind: "cycle-closed", cycle: 1 },
];

describe.each(["done", "stop"] as const)("a retry after a verdict %s, before the goal has ended,", (word) => {
  const next = (said: readonly Entry[], parts: WorldParts = {}) =>
    startCycle(aWorld({ tasks: [endedTask(35, "failed")], after: [...judged(word), ...said], ...parts }));
  const ends = [{ kind: "close-goal", state: word === "done" ? "done" : "stopped" }];

  test("begins another cycle", () => {
    expect(next([])).toMatchObject(ends);
    expect(next([retry(35, [35])])).toEqual([{ kind: "start-cycle", cycle: 2 }]);
  });

  test("does not, if a veto takes it back", () => {
    expect(next([retry(35, [35]), commanded("veto", 35)])).toMatchObject(ends);
  });

  test.each<[string, WorldParts]>([
    ["cycle", { before: begun(aCharter({ limits: { cycles: 1 } })) }],
    ["minute", { before: begun(aCharter({ limits: { minutes: 5 } })) }],
    ["money", { before: begun(aCharter({ limits: { tokens: 11 } })) }],
  ])("does not make a goal fail that has no %s left for another", (_, parts) => {
    expect(next([retry(35, [35])], parts)).toMatchObject(ends);
  });
});

test("a retry of a task after a stop waits for the cycle that begins once the goal is opened again", () => {
  const said = [commanded("stop"), retry(35, [35], 960)];
  const tasks = [endedTask(35, "stopped")];
  expect(retries(aWorld({ tasks, after: said }))).toEqual([]);
  const after = [...said, ...judged("stop"), retry(goal, [], 970), cycleStarted(2)];
  expect(retries(aWorld({ tasks, after }))).toEqual([{ kind: "retry", tasks: [35] }]);
});

test.each<[string, readonly Entry[]]>([
  ["a person stopped", [commanded("stop")]],
  ["the judge stopped", judged("stop")],
  ["has no cycle left", judged("continue")],
])("a retry on a goal that %s, before it has ended, lets it go on", (_, said) => {
  const before = begun(aCharter({ limits: { cycles: 1 } }));
  const kinds = (...more: Entry[]) =>
    [
      ...startCycle(aWorld({ before, after: [...said, ...more] })),
      ...stopGoal(aWorld({ before, after: [...said, ...more] })),
    ].map((command) => command.kind);
  const again = kinds(retry(goal, []));
  expect(kinds()).toEqual([expect.stringMatching(/^(close-goal|append)$/)]);
  expect(again).toEqual(said.length > 1 ? ["start-cycle"] : []);
});

test("a retry on a goal that is judged done lets it end", () => {
  expect(startCycle(aWorld({ after: [...judged("done"), retry(goal, [])] }))).toMatchObject([
    { kind: "close-goal", state: "done" },
  ]);
});

const failed = { kind: "goal-closed" as const, state: "failed" as const, why: "", pull: undefined };
const ended = [{ kind: "cycle-closed" as const, cycle: 1 }, failed];
const asks = { comments: [aComment({ command: { word: "retry", argument: "" } })] };

test("a failed goal is opened again by a retry on it, and begins another cycle", () => {
  expect(decide(aWorld({ after: ended, ...asks }))).toMatchObject([{ kind: "append" }]);
  const after = [...ended, retry(goal, [])];
  expect(decide(aWorld({ after }))).toMatchObject([{ kind: "start-cycle", cycle: 2 }]);
  const stop = [commanded("stop"), ...ended, retry(goal, [])];
  expect(decide(aWorld({ after: stop }))).toMatchObject([{ kind: "start-cycle" }]);
});

test.each([
  { what: "a goal that is done", parts: { after: [{ ...failed, state: "done" as const }], ...asks } },
  {
    what: "a goal whose issue is closed",
    parts: { after: ended, goal: anIssue(goal, { open: false }), ...asks },
  },
  { what: "a failed goal on which somebody just talks", parts: { after: ended, comments: [aComment()] } },
])("$what stays closed", ({ parts }) => {
  expect(decide(aWorld(parts)).filter(({ kind }) => kind === "append")).toEqual([]);
});
