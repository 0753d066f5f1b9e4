/** Taking landings back: one commit with green's tree, to which integration and the task branches move together. */

import { expect, test } from "vitest";
import { parseReverted } from "../../src/codec/trailers.ts";
import type { Sha } from "../../src/domain/ids.ts";
import { land } from "../../src/effect/landing.ts";
import { revertTasks } from "../../src/effect/revert.ts";
import { aTip, aWorld, checked } from "../support/builders.ts";
import { aGround, commit, type Ground, outsideOf, submits, toLand } from "./ground.ts";

const integration = "swarm/12/integration";
const branch = (task: number) => `swarm/12/task-${task}`;

/** Tasks 1 and 2 have landed on the base, which is green; the world as it was read then. */
async function bothLanded(ground: Ground) {
  const outside = outsideOf(ground.one);
  const submissions = await Promise.all(
    [1, 2].map(async (task) =>
      toLand(task, await submits(ground.one, task, ground.base, { [`${task}.txt`]: "new\n" })),
    ),
  );
  await land(outside, ground.base, submissions);
  const head = (await ground.tip(integration)) as Sha;
  const tips = await Promise.all(
    [1, 2].map(async (task) => [task, (await ground.tip(branch(task))) as Sha] as const),
  );
  const world = aWorld({
    green: ground.base,
    integration: { head, landed: new Map(tips), reverted: new Map() },
    after: [checked(head, false)],
  });
  const landed = new Map(tips.map(([task, sha]) => [task, { ...aTip({ kind: "landed" }), sha }]));
  return { outside, head, world: { ...world, tips: landed } };
}

test("integration gets green's tree, and every reverted task's branch moves to the same commit", async () => {
  await using ground = await aGround();
  const { outside, head, world } = await bothLanded(ground);
  await revertTasks(outside, world, [1, 2]);
  const revert = (await ground.tip(integration)) as Sha;
  const made = await outside.mirror.read(revert);
  expect(made?.parents).toEqual([head]);
  expect(parseReverted(made?.message ?? "")).toEqual([1, 2]);
  expect(made?.message).toContain("`npm test`");
  expect(await outside.mirror.treeOf(revert)).toBe(await outside.mirror.treeOf(ground.base));
  expect([await ground.tip(branch(1)), await ground.tip(branch(2))]).toEqual([revert, revert]);
});

test("a landing that came meanwhile lets nothing move", async () => {
  await using ground = await aGround();
  const { outside, head, world } = await bothLanded(ground);
  const next = await commit(ground.one, [head], { "3.txt": "new\n" });
  await outside.mirror.push([{ branch: integration, from: head, to: next }], false);
  await revertTasks(outside, world, [1, 2]);
  expect(await ground.tip(integration)).toBe(next);
  expect(await ground.tip(branch(1))).toBe(world.integration?.landed.get(1));
});

test("a task branch that a person moved does not hold the revert up", async () => {
  await using ground = await aGround();
  const { outside, head, world } = await bothLanded(ground);
  const theirs = await commit(ground.one, [head], { "theirs.txt": "new\n" });
  await outside.mirror.push(
    [{ branch: branch(1), from: world.integration?.landed.get(1), to: theirs }],
    false,
  );
  const tips = new Map(world.tips).set(1, { ...aTip({ kind: "landed" }), sha: theirs });
  await revertTasks(outside, { ...world, tips }, [1, 2]);
  expect(await ground.tip(branch(1))).toBe(theirs);
  expect(await ground.tip(branch(2))).toBe(await ground.tip(integration));
});
