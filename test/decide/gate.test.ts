/** Gated landing: what is proposed, tested, landed, and sent back. */

import { expect, test } from "vitest";
import { runChecks } from "../../src/decide/check.ts";
import { gateSubmissions } from "../../src/decide/gate.ts";
import { landSubmissions } from "../../src/decide/land.ts";
import type { Entry } from "../../src/domain/entry.ts";
import {
  aCharter,
  aSha,
  aTask,
  aWorld,
  begun,
  checked,
  claimedBy,
  commanded,
  head,
  submitted,
  type WorldParts,
} from "../support/builders.ts";
import { aChain, checkedFor, mergeOf } from "../support/chain.ts";

const before = begun(aCharter({ limits: { landing: "gated" } }));
const tasks = [35, 36, 37].map((number) => aTask(number, { tip: submitted }));
const candidate = { tip: mergeOf(37), links: aChain(head, [35, 36, 37]) };
const gated = (parts: WorldParts = {}) => aWorld({ before, tasks, candidate, ...parts });
const red = checkedFor("gate", mergeOf(37), false);
const propose = [{ kind: "propose", tasks: [35, 36, 37] }];
const land = (commit: string) => ({ kind: "land-candidate", commit });
const back = (task: number) => ({ kind: "return-red", task, commit: mergeOf(task), check: "npm test" });

test("submissions are proposed instead of landed", () => {
  expect(landSubmissions(gated({ candidate: undefined }))).toEqual([]);
  expect(gateSubmissions(gated({ candidate: undefined }))).toEqual(propose);
});

test("without the wish for a gate nothing is proposed", () => {
  expect(gateSubmissions(aWorld({ tasks }))).toEqual([]);
});

test("nothing is proposed on a head that was not checked", () => {
  const integration = { head: aSha("new"), landed: new Map(), reverted: new Map() };
  expect(gateSubmissions(gated({ candidate: undefined, integration }))).toEqual([]);
});

test("a candidate is tested at its top, then lands as it was tested", () => {
  expect(gateSubmissions(gated())).toEqual([]);
  expect(runChecks(gated())).toEqual([{ kind: "run-checks", commit: mergeOf(37), why: "gate" }]);
  const after = [checkedFor("gate", mergeOf(37))];
  expect(gateSubmissions(gated({ after }))).toEqual([land(mergeOf(37))]);
  expect(runChecks(gated({ after }))).toEqual([]);
});

test("a candidate with a submission that has to end does not land, even if its tombstone is not taken", () => {
  const after = [checkedFor("gate", mergeOf(37)), commanded("veto", 36)];
  expect(gateSubmissions(gated({ after }))).toEqual([{ kind: "propose", tasks: [35, 37] }]);
});

test.each<[string, WorldParts]>([
  [
    "the head moved",
    {
      integration: { head: aSha("new"), landed: new Map(), reverted: new Map() },
      after: [checked(aSha("new"))],
    },
  ],
  [
    "a submission moved",
    { tasks: [...tasks.slice(1), aTask(35, { tip: { kind: "submitted", handOff: "anew" } })] },
  ],
])("a candidate is built anew when %s", (_, parts) => {
  expect(gateSubmissions(gated({ ...parts }))).toMatchObject([{ kind: "propose" }]);
});

test.each<[string, WorldParts]>([
  ["was claimed again", { tasks: [...tasks.slice(1), aTask(35, { tip: claimedBy("two") })] }],
  [
    "has a closed issue",
    { tasks: [...tasks.slice(1), aTask(35, { tip: submitted, issue: { open: false } })] },
  ],
])("a candidate is built without a task that %s", (_, parts) => {
  const after = [checkedFor("gate", mergeOf(37))];
  expect(gateSubmissions(gated({ ...parts, after }))).toEqual([{ kind: "propose", tasks: [36, 37] }]);
});

test("a red candidate is bisected, the culprit goes back, and what passed before it lands", () => {
  expect(runChecks(gated({ after: [red] }))).toMatchObject([{ commit: mergeOf(35), why: "gate" }]);
  expect(gateSubmissions(gated({ after: [red] }))).toEqual([]);
  const after = [red, checkedFor("gate", mergeOf(35)), checkedFor("gate", mergeOf(36))];
  expect(gateSubmissions(gated({ after }))).toEqual([back(37), land(mergeOf(36))]);
});

test("what passed the check that failed, and failed another, does not land", () => {
  const lint = (passed: boolean) => ({
    command: "npm run lint",
    passed,
    exitCode: passed ? 0 : 1,
    seconds: 1,
    output: "",
  });
  const runs = (passed: boolean): Entry[] =>
    [checkedFor("gate", mergeOf(35)), checkedFor("gate", mergeOf(36))].map((run) => ({
      ...run,
      results: [...run.results, lint(passed)],
    }));
  const after = [checked(head, true, "npm run lint"), red];
  expect(gateSubmissions(gated({ after: [...after, ...runs(true)] }))).toEqual([back(37), land(mergeOf(36))]);
  expect(gateSubmissions(gated({ after: [...after, ...runs(false)] }))).toEqual([back(37)]);
});

test("before a single submission goes back, the head is run afresh", () => {
  const one = { tip: mergeOf(35), links: aChain(head, [35]) };
  const after = [checkedFor("gate", mergeOf(35), false)];
  expect(runChecks(gated({ candidate: one, after }))).toEqual([
    { kind: "run-checks", commit: head, why: "head" },
  ]);
  expect(gateSubmissions(gated({ candidate: one, after: [...after, checked(head)] }))).toEqual([back(35)]);
});

test("what fails on the head as well keeps nothing from landing", () => {
  const after = [red, checked(head, false)];
  expect(gateSubmissions(gated({ after }))).toEqual([land(mergeOf(37))]);
});

test("a pending check that fails keeps nothing from landing", () => {
  const after = [checkedFor("gate", mergeOf(37), false, "npm run later")];
  expect(gateSubmissions(gated({ after }))).toEqual([land(mergeOf(37))]);
});
