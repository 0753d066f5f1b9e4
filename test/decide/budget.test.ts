/** A budget that a person sets while work goes on. */

import { expect, test } from "vitest";
import { isStopped } from "../../src/decide/control.ts";
import { endOverdrawn, freeMoney } from "../../src/decide/grant.ts";
import { showHelp } from "../../src/decide/help.ts";
import { outOfMoney } from "../../src/decide/out-of-money.ts";
import type { Entry } from "../../src/domain/entry.ts";
import {
  aCharter,
  aTask,
  aWorld,
  base,
  beginning,
  begun,
  claimedBy,
  commanded,
  goal,
  landedTask,
  minute,
  spends,
} from "../support/builders.ts";

const before = begun(aCharter({ limits: { budget: 10 } }));
const budget = (argument: string, comment = 970) => commanded("budget", goal, comment, { argument });
const granted = (task: number, usd: number) => ({
  kind: "granted" as const,
  holder: `task ${task}`,
  grant: { usd, tokens: undefined },
});
const limitAfter = (...after: Entry[]) => aWorld({ before, after }).log.charter?.limits.budget;

test("the last amount that a person named counts, and what is no amount does not", () => {
  expect(limitAfter(budget("20"))).toBe(20);
  expect(limitAfter(budget("20"), budget("$5.5 USD", 971))).toBe(5.5);
  expect(limitAfter(budget("20"), budget("lots", 971), budget("-1", 972), budget("", 973))).toBe(20);
});

test("an edit of the goal leaves a person's budget, unless it names another one", () => {
  const edit = (usd: number) => ({
    kind: "accepted" as const,
    charter: aCharter({ hash: "text 2", limits: { budget: usd } }),
    user: 1,
    base,
  });
  expect(limitAfter(budget("20"), edit(10))).toBe(20);
  expect(limitAfter(budget("20"), edit(15))).toBe(15);
});

const tasks = [
  landedTask(34, { facts: { spent: spends(4) } }),
  aTask(35, { tip: claimedBy("one") }),
  aTask(36, { tip: claimedBy("one") }),
  aTask(37),
];
const open = [granted(35, 2), granted(36, 2), granted(37, 1)];

test("a lower budget ends what may still spend too much: what has not begun first, then the newest", () => {
  const ends = (usd: string) => endOverdrawn(aWorld({ before, tasks, after: [...open, budget(usd)] }));
  const ended = (...numbers: number[]) => [
    { kind: "end-tasks", ends: numbers.map((task) => ({ task, reason: "out-of-budget" })) },
  ];
  expect(ends("9")).toEqual([]);
  expect(ends("8")).toEqual(ended(37));
  expect(ends("7.5")).toEqual(ended(37, 36));
  expect(ends("4")).toEqual(ended(37, 36, 35));
});

test("a budget below what is spent stops the goal, and a higher one lets it go on", () => {
  const spent = [landedTask(34, { facts: { spent: spends(4) } })];
  const after = (...said: string[]) =>
    aWorld({ before, tasks: spent, after: said.map((usd, index) => budget(usd, 980 + index)) });
  expect(isStopped(after("3"))).toBe(true);
  expect(isStopped(after("4"))).toBe(false);
  expect(isStopped(after("3", "5"))).toBe(false);
  expect(freeMoney(after("5")).usd).toBe(1);
});

test("T11: help is answered once in a thread and hour", () => {
  const help = (comment: number, minutes: number, issue = goal) => ({
    ...commanded("help", issue, comment),
    at: beginning + minutes * minute,
  });
  const world = aWorld({ now: beginning + 70 * minute });
  world.log.commands.push(
    ...([help(1, 0), help(2, 59), help(3, 61), help(4, 62), help(5, 62, 35)] as typeof world.log.commands),
  );
  expect(showHelp(world).map((command) => (command.kind === "show-help" ? command.call : 0))).toEqual([3, 5]);
  const answered = new Map([["help 3", []]]);
  expect(showHelp({ ...world, remarks: answered })).toMatchObject([{ call: 5 }]);
});

test("what a judge that died may have spent stays spent when there is no money for another", () => {
  const holder = "judge cycle 1";
  const grant = { usd: 4, tokens: undefined };
  const world = aWorld({ before, after: [{ kind: "granted", holder, grant }] });
  const after = [{ kind: "granted" as const, holder, grant }, ...outOfMoney(world, 1, holder)];
  expect(freeMoney(world).usd).toBe(6);
  expect(freeMoney(aWorld({ before, after })).usd).toBe(6);
});
