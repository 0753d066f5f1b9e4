/** The mutants fit the source as it is now, and none of the invariants is without one. */

import { expect, test } from "vitest";
import { invariants } from "../../src/audit/verdicts.ts";
import { mutants } from "./mutants.ts";
import { changedSources } from "./mutate.ts";

/** What the simulation judges by itself, beside what the audit says. */
const ownInvariants = ["L6", "I18", "I19"];

test("every invariant has a mutant", () => {
  const caught = new Set(mutants.map((mutant) => mutant.caughtBy));
  expect([...caught].sort()).toEqual([...invariants.map(({ name }) => name), ...ownInvariants].sort());
});

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))("the source has: %s", (_, mutant) => {
  expect(changedSources(mutant.changes).size).toBeGreaterThan(0);
});
