/** The mutants fit the source as it is now, and none of the invariants is without one. */

import { expect, test } from "vitest";
import { invariants } from "../../src/audit/verdicts.ts";
import { endings } from "../audit/breaks/endings.ts";
import { holding } from "../audit/breaks/holding.ts";
import { words } from "../audit/breaks/words.ts";
import { mutants, outOfReach } from "./mutants.ts";
import { changedSources } from "./mutate.ts";

/** What the simulation judges by itself, beside what the audit says. */
const atRest = ["L6"];

test("every invariant has a mutant, or a break by hand where simulation does not reach it", () => {
  const byHand = new Set([...holding, ...words, ...endings].map(([name]) => name));
  const caught = [
    ...mutants.map((mutant) => mutant.caughtBy),
    ...outOfReach.map(({ invariant }) => invariant).filter((name) => byHand.has(name)),
  ];
  expect([...new Set(caught)].sort()).toEqual([...invariants.map(({ name }) => name), ...atRest].sort());
});

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))("the source has: %s", (_, mutant) => {
  expect(changedSources(mutant.changes).size).toBeGreaterThan(0);
});
