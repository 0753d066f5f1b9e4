/** The life of a cycle. */

import { expect, test } from "vitest";
import { closeCycle, drainCycle, judgeCycle, startCycle, stopGoal } from "../../src/decide/cycle.ts";
import type { Charter, Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import type { Verdict } from "../../src/domain/words.ts";
import {
  aCharter,
  aJudgement,
  aSha,
  aSubPlan,
  aTask,
  aWorld,
  base,
  beginning,
  begun,
  checked,
  claimedBy,
  commanded,
  cycleStarted,
  endedTask,
  head,
  landedTask,
  minute,
  planned,
  type TaskParts,
  taskIntent,
} from "../support/builders.ts";
import { aChain, aForeignLink, ahead, mergeOf } from "../support/chain.ts";

const accepted = (charter: Charter = aCharter()): Entry[] => [
  { kind: "steward", instance: "one" },
  { kind: "accepted", charter, user: 1, base },
];
const verdict = (word: Verdict, text?: string): Entry => ({
  kind: "verdict",
  cycle: 1,
  commit: head,
  text,
  judgement: aJudgement({ verdict: word, summary: "Words." }),
  spent: nothingSpent,
});
const closed: Entry = { kind: "cycle-closed", cycle: 1 };
const short = aCharter({ limits: { minutes: 5 } });
const late = { now: beginning + 6 * minute };
const draining: Entry = { kind: "cycle-draining", cycle: 1, why: "time" };
const judge = [{ kind: "judge", cycle: 1, commit: head }];
const failed = (why: string) => [{ kind: "close-goal", state: "failed", why }];

test("an accepted goal starts its first cycle", () => {
  expect(startCycle(aWorld({ before: accepted() }))).toEqual([{ kind: "start-cycle", cycle: 1 }]);
});

test("a running cycle is enough", () => {
  expect(startCycle(aWorld())).toEqual([]);
});

test("no cycle starts while the goal is paused", () => {
  expect(startCycle(aWorld({ before: accepted(), after: [commanded("pause")] }))).toEqual([]);
});

test.each([
  { word: "continue", command: { kind: "start-cycle", cycle: 2 } },
  { word: "done", command: { kind: "close-goal", state: "done", why: "Words." } },
  { word: "stop", command: { kind: "close-goal", state: "stopped", why: "Words." } },
] as const)('after "$word" comes $command.kind', ({ word, command }) => {
  expect(startCycle(aWorld({ tasks: [landedTask(35)], after: [verdict(word), closed] }))).toEqual([command]);
});

test("a verdict starts nothing before its cycle is closed", () => {
  expect(startCycle(aWorld({ after: [verdict("continue")] }))).toEqual([]);
});

test("a goal whose cycles are used up has failed", () => {
  const before = begun(aCharter({ limits: { cycles: 1 } }));
  const after = [verdict("continue"), closed];
  const tasks = [landedTask(35)];
  expect(startCycle(aWorld({ before, tasks, after }))).toEqual(failed("All 1 cycles are used up."));
});

test("a goal whose time is over has failed", () => {
  const after = [verdict("continue"), closed];
  expect(startCycle(aWorld({ before: begun(short), after, ...late }))).toEqual(
    failed("The goal's time is over."),
  );
});

test("a goal that cannot be planned has failed", () => {
  const after = [planned({ done: false, failed: "no answer" }), verdict("continue"), closed];
  expect(startCycle(aWorld({ after }))).toEqual(failed("The planner could not plan: no answer"));
});

test("a goal that is not met, and whose planner asks for nothing, has failed", () => {
  expect(startCycle(aWorld({ after: [verdict("continue"), closed] }))).toEqual(
    failed("The goal is not met, and its planner sees nothing to do."),
  );
});

test("a goal that is not met, and has all the tasks it may have, says so when it has failed", () => {
  const tasks = [landedTask(35)];
  const before = begun(aCharter({ limits: { tasks: 1 } }));
  const after = [verdict("continue"), closed, cycleStarted(2), { ...verdict("continue"), cycle: 2 } as Entry];
  const world = aWorld({ before, tasks, after: [...after, { ...closed, cycle: 2 } as Entry] });
  expect(startCycle(world)).toEqual(
    failed(
      "The goal is not met. The goal has at most 1 tasks and plans in all: a line such as `tasks: 2` under Limits in its text raises that.",
    ),
  );
});

test("what somebody pushed after a verdict done is checked before the goal ends, and a red head is not done", () => {
  const pushed = aSha("pushed");
  const integration = { head: pushed, landed: new Map(), reverted: new Map() };
  const sinceVerdict = [aForeignLink("pushed", head)];
  const since = (...entries: Entry[]) =>
    startCycle(aWorld({ integration, sinceVerdict, after: [verdict("done"), closed, ...entries] }));
  expect(since()).toEqual([]);
  expect(since(checked(pushed))).toEqual([{ kind: "close-goal", state: "done", why: "Words." }]);
  expect(since(checked(pushed, false))).toEqual([{ kind: "start-cycle", cycle: 2 }]);
});

test("what landed after a verdict is judged in another cycle", () => {
  const { integration, sinceGreen: sinceVerdict } = ahead(head, aChain(head, [35]));
  const after = [verdict("done"), closed, checked(mergeOf(35))];
  expect(startCycle(aWorld({ integration, sinceVerdict, after }))).toEqual([
    { kind: "start-cycle", cycle: 2 },
  ]);
});

test.each(["done", "stop"] as const)(
  "a verdict %s on another text than the goal's is not the last word",
  (word) => {
    const judged = (text: string | undefined) => startCycle(aWorld({ after: [verdict(word, text), closed] }));
    const ends = [{ kind: "close-goal", state: word === "done" ? "done" : "stopped", why: "Words." }];
    expect(judged(aCharter().hash)).toEqual(ends);
    expect(judged(undefined)).toEqual(ends);
    expect(judged("older")).toEqual([{ kind: "start-cycle", cycle: 2 }]);
  },
);

test("a goal whose text is about to change does not end by a verdict on the old one", () => {
  expect(startCycle(aWorld({ goalHash: "newer", after: [verdict("done"), closed] }))).toEqual([]);
});

test("a cycle in which a task is tried again after the verdict drains when the goal's time is over", () => {
  const drains = (task: TaskParts) =>
    drainCycle(aWorld({ tasks: [task], before: begun(short), after: [verdict("done")], ...late })).length > 0;
  const tip = { kind: "returned", reason: "retried", words: "" } as const;
  expect(drains(aTask(35, { tip, facts: { retries: 1 } }))).toBe(true);
  expect(drains(landedTask(35))).toBe(false);
});

test("a cycle is not judged by a text that is about to change", () => {
  expect(judgeCycle(aWorld({ goalHash: "newer" }))).toEqual([]);
});

test("a stopped goal ends its cycle without a judge, and closes once nothing is open", () => {
  const why = "A person stopped the goal.";
  const stopped = (...after: readonly Entry[]) =>
    stopGoal(aWorld({ tasks: [endedTask(35, "stopped")], after: [commanded("stop"), ...after] }));
  expect(stopped()).toMatchObject([
    {
      kind: "append",
      entries: [{ kind: "verdict", cycle: 1, judgement: { verdict: "stop", summary: why } }],
    },
  ]);
  expect(stopped({ kind: "cycle-closed", cycle: 1 })).toEqual([
    { kind: "close-goal", state: "stopped", why },
  ]);
});

test("what a judge that died may have spent stays spent when a stop ends its cycle", () => {
  const grant = { usd: 1, tokens: undefined };
  const granted = { kind: "granted" as const, holder: "judge cycle 1", grant };
  const world = aWorld({ after: [granted, commanded("stop")] });
  expect(stopGoal(world)).toMatchObject([{ entries: [{ kind: "verdict", spent: { usd: 1 } }] }]);
});

test("a stopped goal waits until its tasks ended", () => {
  expect(stopGoal(aWorld({ tasks: [aTask(35)], after: [commanded("stop")] }))).toEqual([]);
});

test("a cycle drains when the goal's time is over", () => {
  const why = "The goal's time is over.";
  expect(drainCycle(aWorld({ before: begun(short), ...late }))).toEqual([
    {
      kind: "append",
      entries: [{ kind: "cycle-draining", cycle: 1, why }],
      subject: "the cycle drains",
    },
  ]);
});

test("a cycle that drains already is left alone", () => {
  expect(drainCycle(aWorld({ before: begun(short), after: [draining], ...late }))).toEqual([]);
});

test("a quiet cycle is judged at its checked head", () => {
  expect(judgeCycle(aWorld({ tasks: [landedTask(35), endedTask(36, "vetoed")] }))).toEqual(judge);
});

test("a cycle with work in it is not judged", () => {
  expect(judgeCycle(aWorld({ tasks: [aTask(35, { tip: claimedBy("two") })] }))).toEqual([]);
});

test("a head that was not checked is not judged", () => {
  const integration = { head: aSha("unchecked"), landed: new Map(), reverted: new Map() };
  expect(judgeCycle(aWorld({ integration }))).toEqual([]);
});

test("after a red head, one that passed as a candidate is not judged before it is run as the head", () => {
  const candidate = { ...checked(head), why: "gate" } as Entry;
  const after = [checked(aSha("earlier"), false), candidate];
  expect(judgeCycle(aWorld({ after }))).toEqual([]);
  expect(judgeCycle(aWorld({ after: [...after, checked(head)] }))).toEqual(judge);
});

test("a judge at work is enough", () => {
  expect(judgeCycle(aWorld({ busy: { judging: true } }))).toEqual([]);
});

test("a cycle is judged once", () => {
  expect(judgeCycle(aWorld({ after: [verdict("done")] }))).toEqual([]);
});

test("a cycle whose planner is at work is not judged", () => {
  expect(judgeCycle(aWorld({ busy: { planners: new Set([12]) } }))).toEqual([]);
});

test("a cycle whose sub-plan was never planned is not judged", () => {
  expect(judgeCycle(aWorld({ after: aSubPlan(20) }))).toEqual([]);
});

test("a cycle with an intent that is no issue yet is not judged", () => {
  expect(judgeCycle(aWorld({ after: [planned({ intents: [taskIntent(35)] })] }))).toEqual([]);
});

test("a plan that was vetoed before its issues were made holds nothing up", () => {
  const sub = planned({ plan: issueNumber(20), intents: [taskIntent(35)], done: false });
  expect(judgeCycle(aWorld({ after: [...aSubPlan(20), sub, commanded("veto", 20)] }))).toEqual(judge);
});

test("a draining cycle is judged though an intent never became an issue", () => {
  expect(judgeCycle(aWorld({ after: [planned({ intents: [taskIntent(35)] }), draining] }))).toEqual(judge);
});

test("a draining cycle is judged though its planner would plan on", () => {
  const after = [planned({ done: false }), draining];
  expect(judgeCycle(aWorld({ after }))).toEqual(judge);
});

test("a cycle with a verdict closes", () => {
  expect(closeCycle(aWorld({ after: [verdict("continue")] }))).toEqual([{ kind: "close-cycle", cycle: 1 }]);
});

test("a closed cycle is not closed again, nor the next without its verdict", () => {
  expect(closeCycle(aWorld({ after: [verdict("continue"), closed, cycleStarted(2)] }))).toEqual([]);
});

test("what a person had tried again while the cycle was judged is done before it closes", () => {
  const closes = (task: TaskParts, ...said: readonly Entry[]) =>
    closeCycle(aWorld({ tasks: [task], after: [...said, verdict("done")] })).length > 0;
  const again = commanded("retry", 35, 950, { tasks: [35] });
  const ended = endedTask(35, "failed");
  expect(closes(ended)).toBe(true);
  expect(closes(ended, again)).toBe(false);
  const tip = { kind: "returned", reason: "retried", words: "" } as const;
  expect(closes(aTask(35, { tip, facts: { retries: 1 } }), again)).toBe(false);
  expect(closes(landedTask(35, { facts: { retries: 1 } }), again)).toBe(true);
  expect(closes(ended, again, commanded("stop"))).toBe(true);
});
