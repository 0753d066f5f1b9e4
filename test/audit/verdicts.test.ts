/** Each invariant holds on a goal in which all is well, and is the one that breaks when its own promise is broken. */

import { expect, test } from "vitest";
import type { Evidence } from "../../src/audit/evidence.ts";
import { checkInvariants, invariants } from "../../src/audit/verdicts.ts";
import { branches } from "./breaks/branches.ts";
import { endings } from "./breaks/endings.ts";
import { holding } from "./breaks/holding.ts";
import { words } from "./breaks/words.ts";
import { aStory } from "./scene.ts";

const findings = (evidence: Evidence, kind: "broken" | "note" = "broken") =>
  checkInvariants(evidence).flatMap((verdict) =>
    verdict.findings.filter((finding) => finding.kind === kind).map(({ text }) => `${verdict.name}: ${text}`),
  );

test("a goal in which all is well breaks nothing and leaves nothing to note", () => {
  const verdicts = checkInvariants(aStory().scene.evidence());
  expect(verdicts.filter((verdict) => !verdict.applies || verdict.findings.length > 0)).toEqual([]);
  expect(verdicts.map(({ name }) => name)).toEqual(invariants.map(({ name }) => name));
});

test("a running goal breaks nothing, and what is about its end does not apply yet", () => {
  const verdicts = checkInvariants(aStory({ running: true }).scene.evidence());
  expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
  expect(verdicts.filter(({ applies }) => !applies).map(({ name }) => name)).toEqual([
    "L1",
    "L3",
    "L4",
    "L5",
  ]);
});

test("a goal without a branch is not judged yet", () => {
  const evidence: Evidence = { ...aStory().scene.evidence(), refs: new Map(), pulls: [] };
  expect(checkInvariants(evidence).filter(({ applies }) => applies)).toEqual([]);
});

const breaks = [...holding, ...branches, ...words, ...endings];

test.each(breaks)("%s is broken by %s", (name, _what, says, breakIt) => {
  const story = aStory();
  breakIt(story);
  const found = findings(story.scene.evidence());
  expect(found.filter((text) => text.startsWith(`${name}: `)).join("\n"), found.join("\n")).toContain(says);
});

test("every invariant has something that breaks it", () => {
  expect(new Set(breaks.map(([name]) => name))).toEqual(new Set(invariants.map(({ name }) => name)));
});
