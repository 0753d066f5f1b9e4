/** When landings are taken back, and what is judged before that. */

import { expect, test } from "vitest";
import { judgeCycle } from "../../src/decide/cycle.ts";
import { wakePlanners } from "../../src/decide/plan.ts";
import { revertRed } from "../../src/decide/revert.ts";
import { showTasks } from "../../src/decide/show.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import type { Link } from "../../src/domain/world.ts";
import {
  aSha,
  aSubPlan,
  aTask,
  aWorld,
  beginning,
  checked,
  claimedBy,
  commanded,
  goal,
  head,
  landedTask,
  minute,
  planned,
  type WorldParts,
} from "../support/builders.ts";
import { aChain, aForeignLink, ahead, aRevertLink, checkedFor, mergeOf } from "../support/chain.ts";

const red = [
  checked(mergeOf(36), false),
  checkedFor("bisect", mergeOf(35), false),
  checkedFor("bisect", head),
];
const blamed: Entry = { kind: "blamed", commit: mergeOf(35), task: issueNumber(35), check: "npm test" };
const seen = planned({ wake: 2, seen: ["landed #35", "landed #36", "red #35 npm test"] });
const late = { now: beginning + 30 * minute };
const both = [landedTask(35), landedTask(36)];
const takesBack = [{ kind: "revert", tasks: [35, 36] }];

/** Integration with both tasks landed, these links ahead of green. */
const since = (links: readonly Link[]) => ({
  ...ahead(head, links),
  integration: {
    head: links.at(-1)?.commit ?? head,
    landed: new Map([35, 36].map((task) => [task, mergeOf(task)])),
    reverted: new Map(),
  },
});

/** Two landings since green, the first of which broke a check. */
const broken = (parts: WorldParts = {}) => {
  return aWorld({ ...since(aChain(head, [35, 36])), tasks: both, after: [...red, blamed], ...parts });
};
const atWork = [...both, aTask(37, { tip: claimedBy("one") })];

test("the culprit's planner is woken with the check", () => {
  const woken = wakePlanners(broken({ after: [...red, blamed, planned({ wake: 2, seen: ["landed #35"] })] }));
  expect(woken).toMatchObject([
    { kind: "wake-planner", plan: goal, events: ["landed #36", "red #35 npm test"] },
  ]);
});

test("a sub-plan's planner is woken for its own task, and the goal's for what no task broke", () => {
  const tasks = [landedTask(35, { plan: 20 }), landedTask(36)];
  const both = (task: number | undefined) =>
    wakePlanners(
      broken({
        tasks,
        after: [
          ...aSubPlan(20),
          planned({ plan: issueNumber(20) }),
          ...red,
          { ...blamed, task: task ? issueNumber(task) : undefined },
        ],
      }),
    ).flatMap((command) =>
      command.kind === "wake-planner"
        ? [[command.plan, ...command.events.filter((e) => e.startsWith("red"))]]
        : [],
    );
  expect(both(35)).toContainEqual([20, "red #35 npm test"]);
  expect(both(undefined)).toContainEqual([goal, "red npm test"]);
});

test("while the culprit's planner has not looked, nothing is taken back and nothing judged", () => {
  expect(revertRed(broken())).toEqual([]);
  expect(judgeCycle(broken())).toEqual([]);
});

test("when nobody will repair it, everything since green is taken back before anything is judged", () => {
  const quiet = broken({ after: [...red, blamed, seen] });
  expect(revertRed(quiet)).toEqual(takesBack);
  expect(judgeCycle(quiet)).toEqual([]);
});

test("while work goes on, thirty minutes are waited for a repair", () => {
  const after = [...red, blamed, seen];
  expect(revertRed(broken({ tasks: atWork, after, now: late.now - 1 }))).toEqual([]);
  expect(revertRed(broken({ tasks: atWork, after, ...late }))).toEqual(takesBack);
});

test.each<[string, WorldParts]>([
  ["the culprit is searched", { after: red.slice(0, 1) }],
  ["the culprit is not in the log", { after: red }],
  [
    "a newer head was not checked",
    { ...since(aChain(head, [35, 36, 37])), tasks: [...both, landedTask(37)] },
  ],
  [
    "the check fails on green as well",
    { after: [...red.slice(0, 2), checkedFor("bisect", head, false), blamed, seen] },
  ],
  [
    "a person's commit came since green",
    since([...aChain(head, [35]), aForeignLink("theirs", mergeOf(35)), ...aChain(aSha("theirs"), [36])]),
  ],
  ["a person paused the goal", { after: [...red, blamed, seen, commanded("pause")] }],
])("nothing is taken back while %s", (_, parts) => {
  expect(revertRed(broken({ ...late, ...parts }))).toEqual([]);
});

test("what a person brought is never taken back, so it is judged as it is", () => {
  const links = [...aChain(head, [35]), aForeignLink("theirs", mergeOf(35)), ...aChain(aSha("theirs"), [36])];
  const after = [
    checked(mergeOf(36), false),
    checkedFor("bisect", aSha("theirs")),
    { ...blamed, commit: mergeOf(36), task: issueNumber(36) },
    planned({ wake: 2, seen: ["landed #35", "landed #36", "red #36 npm test"] }),
  ];
  const world = broken({ ...since(links), after });
  expect(revertRed(world)).toEqual([]);
  expect(judgeCycle(world)).toMatchObject([{ kind: "judge", commit: mergeOf(36) }]);
});

test("a revert is not taken back, even if it is red", () => {
  const links = [...aChain(head, [35, 36]), aRevertLink("back", mergeOf(36))];
  const after = [...red, blamed, seen, checked(aSha("back"), false), checkedFor("bisect", head)];
  expect(revertRed(broken({ ...since(links), after, ...late }))).toEqual([]);
});

test("once it was taken back, nobody is woken to repair it", () => {
  const links = [...aChain(head, [35, 36]), aRevertLink("back", mergeOf(36))];
  const woken = wakePlanners(broken(since(links)));
  expect(JSON.stringify(woken)).not.toContain("red #35");
});

test("the issue of a reverted task says so, though it was closed as landed", () => {
  const shown = (reported: "Landed" | "Reverted") =>
    showTasks(aWorld({ tasks: [landedTask(35, { reverted: true, issue: { open: false, reported } })] }));
  expect(shown("Landed")).toEqual([{ kind: "close-issue", issue: 35 }]);
  expect(shown("Reverted")).toEqual([]);
});

test("a clock that jumps takes nothing back: this process must have seen the red for a while", () => {
  const after = [...red, blamed, seen];
  const seeing = (milliseconds: number) =>
    revertRed(broken({ tasks: atWork, after, ...late, lasting: { red: milliseconds, overdue: 0 } }));
  expect(seeing(10 * minute - 1)).toEqual([]);
  expect(seeing(10 * minute)).toEqual(takesBack);
});
