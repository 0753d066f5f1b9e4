/** The log folded: what the swarm knows of a goal. */

import { expect, test } from "vitest";
import { flakyChecks } from "../../src/domain/checks.ts";
import { isEntered } from "../../src/domain/entered.ts";
import type { Entry, Logged } from "../../src/domain/entry.ts";
import { checksOn, foldLog, heldChecks, planKey, runningCycle } from "../../src/domain/log.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import {
  aCharter,
  aJudgement,
  aSha,
  aTask,
  base,
  checked,
  commanded,
  cycleStarted,
  directed,
  goal,
  head,
  landingOf,
  planned,
  recorded,
  spends,
  taskIntent,
} from "../support/builders.ts";
import { checkedFor, mergeOf } from "../support/chain.ts";

/** Entries a second apart. */
const fold = (...entries: readonly Entry[]) =>
  foldLog(entries.map((entry, index): Logged => ({ ...entry, at: index * 1000 })));
const accepted = (hash: string): Entry => ({
  kind: "accepted",
  charter: aCharter({ hash }),
  user: 1,
  base: aSha(hash),
});
const started = { kind: "steward" as const, instance: "one" };
const plan = (log: ReturnType<typeof fold>, cycle = 1) => log.plans.get(planKey(cycle, goal));

test("a second acceptance changes the text, not where and when the goal began", () => {
  const log = fold(started, accepted("text 1"), accepted("text 2"));
  expect(log.charter?.hash).toBe("text 2");
  expect([log.base, log.acceptedAt]).toEqual([aSha("text 1"), 1000]);
});

test("the last steward is the steward", () => {
  expect(fold(started, { kind: "steward", instance: "two" }).steward).toBe("two");
});

test("a cycle runs until it is closed, then the next", () => {
  const closed: Entry = { kind: "cycle-closed", cycle: 1 };
  expect(runningCycle(fold(cycleStarted(1)))?.number).toBe(1);
  expect(runningCycle(fold(cycleStarted(1), closed))).toBeUndefined();
  expect(runningCycle(fold(cycleStarted(1), closed, cycleStarted(2)))?.number).toBe(2);
});

test("a cycle remembers since when and why it drains, and its verdict", () => {
  const judgement = aJudgement();
  const log = fold(
    cycleStarted(1),
    { kind: "cycle-draining", cycle: 1, why: "time" },
    { kind: "verdict", cycle: 1, commit: head, judgement, spent: spends(2) },
  );
  expect(log.cycles).toMatchObject([
    { draining: "time", drainingSince: 1000, verdict: { commit: head, judgement }, closed: false },
  ]);
  expect(log.spent).toEqual([{ holder: "judge cycle 1", spent: spends(2) }]);
});

test("a planner's wakes add what they saw and rewrite what they noted", () => {
  const log = fold(
    planned({ wake: 1, seen: ["landed #35"], notes: "first", done: true, handOff: "one" }),
    planned({ wake: 2, seen: ["landed #36"], done: false }),
  );
  expect(plan(log)).toMatchObject({ wakes: 2, notes: "first", done: false, handOff: "one" });
  expect([...(plan(log)?.seen ?? [])]).toEqual(["landed #35", "landed #36"]);
});

test("a planner's failures count in a row", () => {
  const failed = planned({ failed: "no answer" });
  expect(plan(fold(failed, failed))).toMatchObject({ failures: 2, lastFailure: "no answer" });
  expect(plan(fold(failed, planned({}), failed))).toMatchObject({ failures: 1 });
});

test("each cycle has plans of its own", () => {
  const log = fold(planned({ notes: "first" }), planned({ cycle: 2 }));
  expect(plan(log, 2)).toMatchObject({ notes: "", wakes: 1 });
});

test("an intent is no task before it is recorded", () => {
  const wish = planned({ intents: [taskIntent(35)] });
  const numbers = (log: ReturnType<typeof fold>) => [...log.planned.values()].map((p) => p.number);
  expect(numbers(fold(wish))).toEqual([undefined]);
  expect(numbers(fold(wish, recorded(35)))).toEqual([35]);
  expect(numbers(fold(recorded(35)))).toEqual([]);
});

test("comments are registered once, as directives or commands", () => {
  const log = fold(directed("D1", 12, 700), commanded("pause", 12, 701));
  expect([...log.registered]).toEqual([700, 701]);
  expect([log.directives.length, log.commands.length]).toEqual([1, 1]);
});

test("a check is pending until it first passes, and held from then on", () => {
  const later = "npm run later";
  const log = fold(checked(base, false, later), checked(head, true, later), checked(aSha("3"), false, later));
  expect(log.checks.map((one) => one.red)).toEqual([false, false, true]);
  expect([...heldChecks(log)]).toEqual([later]);
});

test("what passes on a candidate is held once the candidate has landed", () => {
  const gate = checkedFor("gate", mergeOf(35));
  const landing = { ...landingOf(aTask(35)), merge: mergeOf(35) };
  expect([...heldChecks(fold(gate))]).toEqual([]);
  expect([...heldChecks(fold(gate, landing))]).toEqual(["npm test"]);
});

test("integration is red from a red head to the next head that is not, whatever runs in between", () => {
  const red = [checked(base), checked(head, false)];
  const between = [
    checkedFor("bisect", base),
    checkedFor("gate", aSha("candidate")),
    checked(aSha("2"), false),
  ];
  const log = fold(...red, ...between, checked(aSha("3")));
  expect(log.red).toEqual({ since: undefined, ended: 4000 });
  expect(fold(...red, ...between).red.since).toBe(fold(...red).red.since);
});

test("flaky checks are counted", () => {
  const { results, ...run } = checked(head) as Extract<Entry, { kind: "checked" }>;
  const flaky = { ...run, results: results.map((result) => ({ ...result, runs: 2, flaky: true as const })) };
  expect([...flakyChecks(fold(checked(base), flaky, flaky))]).toEqual([["npm test", 2]]);
});

test("the last results on a commit count", () => {
  const log = fold(checked(head, false), checked(head, true), checked(base, false));
  expect(checksOn(log, head)?.map((result) => result.passed)).toEqual([true]);
  expect(checksOn(log, aSha("unknown"))).toBeUndefined();
});

test("a closed goal says how it ended", () => {
  const log = fold({ kind: "goal-closed", state: "done", why: "All is met.", pull: 40 });
  expect(log.closed).toMatchObject({ state: "done", why: "All is met.", pull: 40 });
});

test("an entry of a cycle that never began changes nothing", () => {
  expect(
    fold({ kind: "verdict", cycle: 9, commit: head, judgement: aJudgement(), spent: nothingSpent }),
  ).toEqual(fold());
});

test("a planner's wake is entered once", () => {
  const log = foldLog([{ ...planned({ wake: 2 }), at: 0 }]);
  expect(isEntered(log, planned({ wake: 2 }))).toBe(true);
  expect(isEntered(log, planned({ wake: 3 }))).toBe(false);
  expect(isEntered(log, planned({ wake: 2, cycle: 2 }))).toBe(false);
});

test("a cycle's verdict is entered once", () => {
  const verdict: Entry = {
    kind: "verdict",
    cycle: 1,
    commit: head,
    judgement: aJudgement(),
    spent: nothingSpent,
  };
  const before: readonly Entry[] = [cycleStarted(1)];
  const at = (entry: Entry): Logged => ({ ...entry, at: 0 });
  expect(isEntered(foldLog(before.map(at)), verdict)).toBe(false);
  expect(isEntered(foldLog([...before, verdict].map(at)), verdict)).toBe(true);
});
