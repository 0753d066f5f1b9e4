/** A planner that asks for as much as it likes gets what the caps allow, and it is said once. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { runPlanner } from "../../src/agent/planner.ts";
import { loadPrompt } from "../../src/agent/prompt.ts";
import { admitted } from "../../src/decide/admit.ts";
import { wakePlanners } from "../../src/decide/plan.ts";
import { createIssues } from "../../src/decide/record.ts";
import {
  capsOf,
  overCap,
  type PlanCaps,
  type Planning,
  planCaps,
  planningOf,
} from "../../src/domain/caps.ts";
import type { Command } from "../../src/domain/command.ts";
import type { Entry, RecordedIntent } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { leftOutFor, leftOutWords } from "../../src/domain/left-out.ts";
import type { Intent } from "../../src/domain/proposal.ts";
import { tasksOf } from "../../src/domain/task.ts";
import { pathTo } from "../../src/domain/tree.ts";
import type { World } from "../../src/domain/world.ts";
import type { ToolCall } from "../../src/model/model.ts";
import { aCharter, anIssue, aWorld, begun, checked, goal, head, planned } from "../support/builders.ts";
import { aRole, call, says, script } from "./script.ts";

const prompt = await loadPrompt("planner", [join(import.meta.dirname, "../../prompts")]);
const caps: PlanCaps = { goal: 300, cycle: 200, open: 120, plan: 64, depth: 3 };
const uncapped: PlanCaps = {
  ...{ goal: Infinity, cycle: Infinity, open: Infinity, plan: Infinity, depth: Infinity },
};

const task = (key: string, needs: readonly string[] = []) =>
  call("create_task", { key, title: key, description: "Do it.", done_when: ["It is."], needs });
const plan = (key: string) => call("create_plan", { key, title: key, description: "A slice." });

/** What an obedient planner was told to ask for: a circle, a plan that does the same, and tasks without end. */
const storm = (tasks: number): readonly ToolCall[] => [
  task("a", ["b"]),
  task("b", ["a"]),
  task("b"),
  plan("p"),
  ...Array.from({ length: tasks }, (_, index) => task(`t${index}`)),
];
const takeBack = call("cancel_task", { task: "a", why: "It needs what was refused." });
const finish = call("finish", { done: true, hand_off: "As I was told." });

/** Plans until nobody wants to, as the engine does, and answers the log with what every model was told. */
async function grow(caps: PlanCaps, tasks: (wake: number) => number, mostWakes: number) {
  const entries: Entry[] = [];
  const told: string[] = [];
  const world = () => {
    const before = [...begun(aCharter()).slice(0, 3), checked(head)];
    const issues = entries.flatMap((entry) => (entry.kind === "recorded" ? [anIssue(entry.number)] : []));
    return aWorld({ before, after: entries, issues });
  };
  for (let wake = 0; wake < mostWakes; wake++) {
    const now = world();
    const asked = wakePlanners(now).find((command) => !isForRoom(command));
    if (asked?.kind !== "wake-planner") break;
    const { model } = script([says(...storm(tasks(wake))), says(finish), says(takeBack), says(finish)]);
    const scope = { tasks: [], open: [], caps, planning: planningOf(now, asked.plan) };
    const outcome = await runPlanner({ ...aRole(model, prompt), scope });
    if (outcome.kind !== "finished") throw new Error(outcome.message);
    told.push(...outcome.turns.flatMap((turn) => (turn.role === "tool" ? [turn.text] : [])));
    const { intents, leftOut } = outcome.result;
    const entry = planned({
      ...{ plan: issueNumber(asked.plan), wake: asked.wake, intents: named(intents, asked.plan) },
      ...(leftOut ? { leftOut } : {}),
    });
    entries.push(...admitted(now, [entry], caps));
    for (let [made] = createIssues(world()); made?.kind === "create-issues"; [made] = createIssues(world()))
      for (const { intent } of made.planned)
        entries.push({ kind: "recorded", name: intent.name, number: issueNumber(100 + entries.length) });
  }
  return { world: world(), told };
}

/** Room is measured by the usual caps, which are larger than those of this storm. */
const isForRoom = (command: Command) =>
  command.kind === "wake-planner" && command.events.some((event) => event.startsWith("room"));

function named(intents: readonly Intent[], plan: number): readonly RecordedIntent[] {
  const name = (key: string | number) => `${goal}/c1/p${plan}/w1/${key}`;
  return intents.map((intent) =>
    intent.kind === "plan"
      ? { ...intent, name: name(intent.key) }
      : { ...intent, name: name(intent.key), needs: intent.needs.map(name) },
  );
}

const leftOut = ({ log }: World) =>
  [...log.plans.values()].reduce((sum, one) => sum + (one.leftOut?.requests ?? 0), 0);
const levels = (world: World) => [...world.log.parents.keys()].map((one) => pathTo(world, one).length - 1);

test("T44: of ten thousand tasks in plans in plans exactly the cap is created, and a circle is refused in a sentence", async () => {
  const { world, told } = await grow(caps, (wake) => (wake === 0 ? 10_000 : 100), 50);
  expect(tasksOf(world)).toHaveLength(caps.open);
  expect(Math.max(...levels(world))).toBe(caps.depth);
  expect(told).toContain(
    "Refused: Plans lie at most 3 levels beneath the goal. Split this slice into tasks.",
  );
  expect(told).toContain("Refused: needs: b needs a needs b goes in a circle. Leave one need out.");
  expect(leftOut(world)).toBeGreaterThan(9_900);
});

test.each(["cycle", "goal"] as const)("T44: the cap of a %s is kept exactly", async (which) => {
  const { world } = await grow(
    { ...caps, open: 1_000, goal: 1_000, cycle: 1_000, [which]: 150 },
    () => 80,
    50,
  );
  expect(world.log.parents.size).toBe(150);
});

test("T44, the control: without caps everything asked for is created, fifty levels deep", async () => {
  const { world } = await grow(uncapped, () => 20, 50);
  expect(world.log.parents.size).toBe(50 * 23);
  expect(Math.max(...levels(world))).toBe(50);
});

test("T44: what planners asked for at the same time is within the caps together, and needs of what is left out go too", () => {
  const intent = (key: string, needs: readonly string[] = []): RecordedIntent => ({
    ...{ kind: "task", key, name: key, title: key, body: "", needs },
  });
  const entry = (...intents: RecordedIntent[]) => planned({ intents });
  const few = { ...caps, cycle: 3 };
  const made = (entries: readonly Entry[], allowed: PlanCaps) =>
    admitted(aWorld(), entries, allowed).flatMap((one) =>
      one.kind === "planned"
        ? [[one.intents.map(({ key }) => key).join(""), one.leftOut?.requests ?? 0]]
        : [],
    );
  const asked = [entry(intent("a"), intent("b", ["d"])), entry(intent("c"), intent("e", ["f"]), intent("f"))];
  expect(made(asked, few)).toEqual([
    ["a", 1],
    ["c", 2],
  ]);
  expect(made([entry(intent("a", ["b"]), intent("b", ["a"]), intent("c"))], few)).toEqual([["c", 2]]);
  expect(made(asked, uncapped)).toEqual([
    ["a", 1],
    ["cef", 0],
  ]);
});

test("T44: a goal's own limit counts instead of the usual one", () => {
  expect(capsOf(aCharter({ limits: { tasks: 7 } })).goal).toBe(7);
});

test("T44: what was left out is said to people, who learn how to raise a limit and get no orders", () => {
  const reason = (now: Partial<Planning>, kind: Intent["kind"] = "task") => {
    const none: Planning = { goal: 0, cycle: 0, open: 0, plan: 0, level: 0 };
    return overCap(kind, { ...none, ...now }, planCaps)?.why ?? "";
  };
  const level = planCaps.depth;
  const all = [{ goal: 4_000 }, { cycle: 1_500 }, { open: 1_000 }, { plan: 64 }].map((now) => reason(now));
  const said = leftOutWords(
    leftOutFor([...all, reason({ level }, "plan")], false) ?? { requests: 0, reasons: [] },
  );
  expect(said).toContain("5 requests of planners were left out.");
  expect(said).toContain("a line such as `tasks: 8000` under Limits in its text raises that.");
  expect(said).not.toMatch(/request more|leave the rest|hand the rest|split this|finish/i);
  expect(leftOutWords({ requests: 1, reasons: [] })).toMatch(/^1 request of planners was left out\./);
});

test("T44: who loses requests to planners of the same moment waits for room, and is not asked in vain before", () => {
  const intent = (key: string): RecordedIntent => ({
    ...{ kind: "task", key, name: key, title: key, body: "", needs: [] },
  });
  const admit = (allowed: PlanCaps) =>
    admitted(
      aWorld(),
      ["a", "b"].map((key) => planned({ intents: [intent(key)], done: false })),
      allowed,
    ).map((one) => one.kind === "planned" && [one.done, one.leftOut?.waits]);
  expect(admit({ ...caps, open: 1 })).toEqual([
    [false, undefined],
    [true, true],
  ]);
  expect(admit({ ...caps, cycle: 1 })[1]).toEqual([false, undefined]);
});
