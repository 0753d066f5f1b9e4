/** Every invariant is seen failing: mistakes put into the swarm's code are caught in simulation, each by its name. */

import { expect, test } from "vitest";
import { mutants } from "../simulate/mutants.ts";
import { huntAll, lineOf } from "../simulate/mutation-run.ts";
import { drawPlan } from "../simulate/plan.ts";
import { loadPrompts } from "../simulate/process.ts";
import { Random } from "../simulate/random.ts";
import { play } from "../simulate/same-effects.ts";

test("every mutant is caught by the name of its invariant, and its trouble alone breaks nothing", {
  timeout: 300_000,
}, async () => {
  const outcomes = await huntAll(mutants, () => {});
  expect(outcomes.filter(({ hunt }) => !hunt?.caught).map(lineOf)).toEqual([]);
  await loadPrompts();
  for (const { mutant, hunt } of outcomes) {
    const seed = hunt?.caught?.seed ?? 0;
    const { breaches } = await play({ ...drawPlan(seed, new Random(seed)), ...mutant.plan });
    expect(breaches, `${mutant.name}, seed ${seed}, without the mistake`).toEqual([]);
  }
});
