/** Every invariant is seen failing: mistakes put into the swarm's code are caught in simulation, each by its name. */

import { describe, expect, test } from "vitest";
import { invariants } from "../../src/audit/verdicts.ts";
import { endings } from "../audit/breaks/endings.ts";
import { holding } from "../audit/breaks/holding.ts";
import { words } from "../audit/breaks/words.ts";
import { mutants, outOfReach } from "../simulate/mutants.ts";
import { huntAll, lineOf } from "../simulate/mutation-run.ts";
import { drawPlan } from "../simulate/plan.ts";
import { loadPrompts } from "../simulate/process.ts";
import { Random } from "../simulate/random.ts";
import { run } from "../simulate/run.ts";

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

describe("every mutant is caught by the name of its invariant", () => {
  test("and the same trouble breaks nothing without it", { timeout: 300_000 }, async () => {
    const outcomes = await huntAll(mutants, () => {});
    expect(outcomes.filter(({ hunt }) => !hunt?.caught).map(lineOf)).toEqual([]);
    await loadPrompts();
    for (const { mutant, hunt } of outcomes) {
      const seed = hunt?.caught?.seed ?? 0;
      const { breaches } = await run({ ...drawPlan(seed, new Random(seed)), ...mutant.plan });
      expect(breaches, `${mutant.name}, seed ${seed}, without the mistake`).toEqual([]);
    }
  });
});
