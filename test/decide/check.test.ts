/** When checks run, and where green is. */

import { expect, test } from "vitest";
import { moveGreen, runChecks } from "../../src/decide/check.ts";
import { aSha, aWorld, base, checked, head } from "../support/builders.ts";

const newest = aSha("newest");
const moved = { integration: { head: newest, landed: new Map(), reverted: new Map() } };

test("a new head is checked", () => {
  expect(runChecks(aWorld(moved))).toEqual([{ kind: "run-checks", commit: newest }]);
});

test("a head that was checked is not checked again", () => {
  expect(runChecks(aWorld())).toEqual([]);
});

test("one run of the checks is enough at a time", () => {
  expect(runChecks(aWorld({ ...moved, busy: { checking: true } }))).toEqual([]);
});

test("without an integration branch there is nothing to check", () => {
  expect(runChecks(aWorld({ integration: undefined }))).toEqual([]);
});

test("green follows the newest commit whose checks pass", () => {
  expect(moveGreen(aWorld({ green: base }))).toEqual([{ kind: "move-green", commit: head }]);
});

test("green that is there stays", () => {
  expect(moveGreen(aWorld())).toEqual([]);
});

test("green does not follow a commit on which a held check fails", () => {
  expect(moveGreen(aWorld({ after: [checked(newest, false)] }))).toEqual([]);
});

test("green follows a commit on which only a pending check fails", () => {
  const after = [checked(newest, false, "npm run later")];
  expect(moveGreen(aWorld({ after }))).toEqual([{ kind: "move-green", commit: newest }]);
});

test("a pending check holds green once it has passed", () => {
  const after = [checked(newest, true, "npm run later"), checked(aSha("next"), false, "npm run later")];
  expect(moveGreen(aWorld({ after }))).toEqual([{ kind: "move-green", commit: newest }]);
});
