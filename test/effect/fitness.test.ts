/** What came in with the default branch may speak of other goals' tasks, and of none of this goal's. */

import { expect, test } from "vitest";
import type { Sha } from "../../src/domain/ids.ts";
import { unfitness } from "../../src/effect/fitness.ts";
import { History } from "../../src/intake/history.ts";
import { aTask, aWorld } from "../support/builders.ts";
import { aGround, commit, type Ground, outsideOf, submits } from "./ground.ts";

const world = aWorld({ tasks: [aTask(34), aTask(35)] });
const branch = "swarm/12/task-35";

/** A person merges the default branch, at whose head somebody says something, into the task's branch. */
async function updates({ one, base }: Ground, words: string, isMerged = true): Promise<Sha> {
  const { mirror } = one;
  const claim = await submits(one, 35, base, { "b.txt": "b\n" });
  const others = await commit(one, [base], { "c.txt": "c\n" });
  const said = await mirror.commit(await mirror.treeOf(others), [base, others], `Theirs\n\n${words}\n`);
  if (isMerged) await mirror.push([{ branch: "main", from: base, to: said }], false);
  const { tree } = await mirror.mergeTrees(claim, said);
  const update = await mirror.commit(tree, [claim, said], "Merge branch 'main' into swarm/12/task-35");
  await mirror.push([{ branch, from: claim, to: update }], false);
  await mirror.fetch(["*"]);
  return update;
}

test.each([
  { what: "another goal's landing", words: "Swarm-Task: 71", fit: true },
  { what: "another goal's revert", words: "Swarm-Revert: 71\nSwarm-Revert: 72", fit: true },
  { what: "a landing of a task of this goal", words: "Swarm-Task: 34", fit: false },
  { what: "a landing of the task itself", words: "Swarm-Task: 35", fit: false },
  {
    what: "a revert of a task of this goal beside others",
    words: "Swarm-Revert: 71\nSwarm-Revert: 34",
    fit: false,
  },
  {
    what: "a landing that the default branch does not have",
    words: "Swarm-Task: 71",
    isMerged: false,
    fit: false,
  },
])("a task branch that takes in $what is fit: $fit", async ({ words, isMerged, fit }) => {
  await using ground = await aGround();
  const update = await updates(ground, words, isMerged);
  const why = await unfitness(outsideOf(ground.one), world, ground.base, update);
  expect(why === undefined, why).toBe(fit);
});

test("what a task has cost stays known beneath another goal's landing, which says what that one has cost", async () => {
  await using ground = await aGround();
  await updates(ground, "Swarm-Task: 71\nSwarm-Attempt: 7");
  const [ref] = await ground.one.mirror.refs(branch);
  if (!ref) throw new Error("The branch is gone.");
  const tip = await new History(ground.one.mirror).tip(35, ref, ground.base);
  expect(tip).toMatchObject({ facts: { attempt: 1 }, state: { kind: "pushed" } });
});
