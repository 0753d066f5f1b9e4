/** When checks run and on what, where green is, and who is blamed for a red integration branch. */

import { expect, test } from "vitest";
import { blameCulprit, moveGreen, runChecks } from "../../src/decide/check.ts";
import { judgeCycle } from "../../src/decide/cycle.ts";
import { aCharter, aSha, aWorld, base, begun, checked, cycleStarted, head } from "../support/builders.ts";
import { aChain, aForeignLink, ahead, checkedFor, mergeOf } from "../support/chain.ts";

const newest = aSha("newest");
const moved = { integration: { head: newest, landed: new Map(), reverted: new Map() } };
const run = (commit: string, why = "head") => [{ kind: "run-checks", commit, why }];
const green = (commit: string) => [{ kind: "move-green", commit }];
const one = ahead(head, aChain(head, [35]));
const four = ahead(head, aChain(head, [35, 36, 37, 38]));

test("a new head is checked", () => {
  expect(runChecks(aWorld(moved))).toEqual(run(newest));
});

test("a head that was checked is not checked again", () => {
  expect(runChecks(aWorld())).toEqual([]);
});

test("a head is checked again once the goal's text has another check, and is not judged before", () => {
  const more = { before: begun(aCharter({ checks: ["npm test", "npm run lint"] })) };
  expect(runChecks(aWorld(more))).toEqual(run(head));
  expect(judgeCycle(aWorld(more))).toEqual([]);
});

test("one run of the checks is enough at a time", () => {
  expect(runChecks(aWorld({ ...moved, busy: { checking: true } }))).toEqual([]);
});

test("without an integration branch there is nothing to check", () => {
  expect(runChecks(aWorld({ integration: undefined }))).toEqual([]);
});

test("of several landings since green the middle one is run first", () => {
  expect(runChecks(aWorld({ ...four, after: [checked(mergeOf(38), false)] }))).toEqual(
    run(mergeOf(36), "bisect"),
  );
});

test("the culprit is searched before a newer head is checked", () => {
  const more = ahead(head, aChain(head, [35, 36, 37, 38, 39]));
  expect(runChecks(aWorld({ ...more, after: [checked(mergeOf(38), false)] }))).toEqual(
    run(mergeOf(36), "bisect"),
  );
});

test("what is searched for is who broke the newest checked commit", () => {
  const after = [checked(mergeOf(35)), checked(mergeOf(36), false)];
  expect(runChecks(aWorld({ ...ahead(head, aChain(head, [35, 36])), after }))).toEqual(
    run(mergeOf(35), "bisect"),
  );
});

test("a newer head is checked once the culprit is known", () => {
  const after = [checked(mergeOf(35), false), checkedFor("bisect", head)];
  const more = ahead(head, aChain(head, [35, 36]));
  expect(runChecks(aWorld({ ...more, after }))).toEqual(run(mergeOf(36)));
});

test("a head that passed before it was the head is run again to end the red", () => {
  const after = [checked(mergeOf(35), false)];
  expect(runChecks(aWorld({ after }))).toEqual(run(head));
  expect(runChecks(aWorld({ after: [...after, checked(head)] }))).toEqual([]);
});

test("what was red when a cycle began is run once more in it, and no oftener", () => {
  const before = [
    ...begun(),
    checked(head, false),
    { kind: "cycle-closed" as const, cycle: 1 },
    cycleStarted(2),
  ];
  expect(runChecks(aWorld({ before }))).toEqual([{ kind: "run-checks", commit: head, why: "head" }]);
  expect(runChecks(aWorld({ before, after: [checked(head, false)] }))).toEqual([]);
});

test("green follows the newest commit whose checks pass", () => {
  const after = [checked(mergeOf(35)), checked(mergeOf(36), false)];
  expect(moveGreen(aWorld({ ...four, after }))).toEqual(green(mergeOf(35)));
});

test("green goes to the head when it is not in its history", () => {
  expect(moveGreen(aWorld({ green: base }))).toEqual(green(head));
});

test("green that is there stays", () => {
  expect(moveGreen(aWorld())).toEqual([]);
});

test("green moves on integration only, and not back to a commit that was run again", () => {
  const after = [
    checked(mergeOf(35), false),
    checkedFor("bisect", head),
    checkedFor("gate", aSha("candidate")),
  ];
  expect(moveGreen(aWorld({ ...one, after }))).toEqual([]);
});

test("green does not follow a commit on which a held check fails", () => {
  expect(moveGreen(aWorld({ ...one, after: [checked(mergeOf(35), false)] }))).toEqual([]);
});

test("green follows a commit on which only a pending check fails", () => {
  expect(moveGreen(aWorld({ ...one, after: [checked(mergeOf(35), false, "npm run later")] }))).toEqual(
    green(mergeOf(35)),
  );
});

test("a pending check holds green once it has passed", () => {
  const after = [checked(mergeOf(35), true, "npm run later"), checked(mergeOf(36), false, "npm run later")];
  expect(moveGreen(aWorld({ ...four, after }))).toEqual(green(mergeOf(35)));
});

const blames = (commit: string, task?: number) => [
  {
    kind: "append",
    entries: [{ kind: "blamed", commit, task, check: "npm test" }],
    subject: task === undefined ? "red: npm test" : `red since #${task}: npm test`,
  },
];

test("the culprit is blamed when the commit before it passed afresh, once", () => {
  const red = [checked(mergeOf(35), false)];
  expect(blameCulprit(aWorld({ ...one, after: red }))).toEqual([]);
  const after = [...red, checkedFor("bisect", head)];
  expect(blameCulprit(aWorld({ ...one, after }))).toEqual(blames(mergeOf(35), 35));
  const blamed = { kind: "blamed" as const, commit: mergeOf(35), task: undefined, check: "npm test" };
  expect(blameCulprit(aWorld({ ...one, after: [...after, blamed] }))).toEqual([]);
});

test("an older failure and a person's commit blame no task", () => {
  const older = [checked(mergeOf(35), false), checkedFor("bisect", head, false)];
  expect(blameCulprit(aWorld({ ...one, after: older }))).toEqual(blames(mergeOf(35)));
  const person = ahead(head, [aForeignLink("a person's", head)]);
  const after = [checked(aSha("a person's"), false), checkedFor("bisect", head)];
  expect(blameCulprit(aWorld({ ...person, after }))).toEqual(blames(aSha("a person's")));
});
