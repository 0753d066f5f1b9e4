/** When intents become issues. */

import { expect, test } from "vitest";
import { createIssues } from "../../src/decide/record.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import {
  aSubPlan,
  aWorld,
  commanded,
  cycleStarted,
  goal,
  planned,
  recorded,
  taskIntent,
} from "../support/builders.ts";

const wish = planned({ intents: [taskIntent(35), taskIntent(36)] });
const asPlanned = (number: number, plan = goal) => ({
  intent: taskIntent(number),
  plan,
  cycle: 1,
  number: undefined,
});

test("intents become issues", () => {
  expect(createIssues(aWorld({ after: [wish] }))).toEqual([
    { kind: "create-issues", planned: [asPlanned(35), asPlanned(36)] },
  ]);
});

test("T44: at most fifty become issues at once, and what is needed before what needs it", () => {
  const last = taskIntent(135);
  const intents = [
    { ...taskIntent(35), needs: [last.name] },
    ...Array.from({ length: 99 }, (_, n) => taskIntent(36 + n)),
    last,
  ];
  const [command] = createIssues(aWorld({ after: [planned({ intents })] }));
  const made = command?.kind === "create-issues" ? command.planned.map(({ intent }) => intent.name) : [];
  expect(made).toHaveLength(50);
  expect(made.slice(0, 2)).toEqual([last.name, taskIntent(35).name]);
});

test("a recorded intent has its issue", () => {
  expect(createIssues(aWorld({ after: [wish, recorded(35)] }))).toEqual([
    { kind: "create-issues", planned: [asPlanned(36)] },
  ]);
});

test("intents of a vetoed plan become none", () => {
  const sub = planned({ plan: issueNumber(20), intents: [taskIntent(35)] });
  expect(createIssues(aWorld({ after: [...aSubPlan(20), sub, commanded("veto", 20)] }))).toEqual([]);
});

test("intents of an earlier cycle become none", () => {
  const after = [wish, { kind: "cycle-closed" as const, cycle: 1 }, cycleStarted(2)];
  expect(createIssues(aWorld({ after }))).toEqual([]);
});

test.each<{ what: string; entry: Entry }>([
  { what: "paused", entry: commanded("pause") },
  { what: "stopped", entry: commanded("stop") },
  { what: "draining", entry: { kind: "cycle-draining", cycle: 1, why: "time" } },
])("no issue is made when $what", ({ entry }) => {
  expect(createIssues(aWorld({ after: [wish, entry] }))).toEqual([]);
});
