/** The ledger of directives: who at work was told, who is told next, and what hand-offs said. */

import { expect, test } from "vitest";
import { type Ledgered, ledgerOf } from "../../src/domain/directives.ts";
import { directiveLedger } from "../../src/effect/speech.ts";
import {
  aHandOff,
  aSubPlan,
  aTask,
  aWorld,
  claimedBy,
  directed,
  goal,
  landedTask,
  landingOf,
} from "../support/builders.ts";

const tip = claimedBy("one");
const honoured = (id: string, path: string) => ({ id, honoured: "yes" as const, path, note: "So." });
const refused = (id: string) => ({ id, honoured: "no" as const, path: undefined, note: "No." });
const handedOff = (task: number, ...directives: ReturnType<typeof honoured | typeof refused>[]) => ({
  ...landingOf(landedTask(task)),
  handOff: aHandOff({ directives }),
});

const world = aWorld({
  tasks: [
    aTask(34, { tip, plan: 20 }),
    aTask(35, { tip, plan: 20 }),
    aTask(36, { tip }),
    landedTask(37, { noted: false }),
    landedTask(38, { noted: false }),
  ],
  after: [
    ...aSubPlan(20),
    directed("D1", goal, 1),
    directed("D2", 20, 2),
    directed("D3", 37, 3),
    handedOff(37, honoured("D1", "a|b.ts"), refused("D3")),
    handedOff(38, refused("D1")),
  ],
  busy: {
    planners: new Set([20]),
    told: new Map([
      [34, ["D1", "D2"]],
      [36, ["D1"]],
    ]),
  },
});

const [first, second, third] = ledgerOf(world) as [Ledgered, Ledgered, Ledgered];

test("a directive reaches everybody at work beneath it, and nobody beside", () => {
  expect([first.told, first.due]).toEqual([
    [34, 36],
    [20, 35],
  ]);
  expect([second.told, second.due]).toEqual([[34], [20, 35]]);
  expect([third.told, third.due]).toEqual([[], []]);
});

test("each hand-off says of a directive whether it was honoured", () => {
  expect(first.said).toEqual([
    { task: 37, honoured: true, path: "a|b.ts" },
    { task: 38, honoured: false, path: undefined },
  ]);
  expect(second.said).toEqual([]);
});

test("people see the ledger: what, who, where, since when, whom it reached, and what came of it", () => {
  expect(directiveLedger(ledgerOf(world)).split("\n").slice(2)).toEqual([
    "| D1 | @ada | #12 | 2026-01-01 00:00 UTC | told: #34, #36; before the next step: #20, #35 | honoured in #37 (`a?b.ts`), **not** honoured in #38 |",
    "| D2 | @ada | #20 | 2026-01-01 00:00 UTC | told: #34; before the next step: #20, #35 | nothing yet |",
    "| D3 | @ada | #37 | 2026-01-01 00:00 UTC | nobody is at work | **not** honoured in #37 |",
  ]);
  expect(directiveLedger([])).toBe("");
});
