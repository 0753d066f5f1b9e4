/** Taking landings back: one commit with green's tree, to which integration and the task branches move together. */

import { expect, test } from "vitest";
import { parseRevertCause, parseReverted } from "../../src/codec/trailers.ts";
import type { Sha } from "../../src/domain/ids.ts";
import { land } from "../../src/effect/landing.ts";
import { revertTasks, takeBack } from "../../src/effect/revert.ts";
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

/** Task 1 changes a line that each file begins with, task 2 its last one or, if `same`, the same one again. */
async function oneOnTheOther(ground: Ground, same: boolean) {
  const outside = outsideOf(ground.one);
  const first = { "a.txt": text("one", "end"), "1.txt": "one\n" };
  await land(outside, ground.base, [toLand(1, await submits(ground.one, 1, ground.base, first))]);
  const middle = (await ground.tip(branch(1))) as Sha;
  const second = { "a.txt": same ? text("two", "end") : text("one", "two"), "2.txt": "two\n" };
  await land(outside, middle, [toLand(2, await submits(ground.one, 2, middle, second))]);
  const head = (await ground.tip(integration)) as Sha;
  const tips = [
    [1, middle],
    [2, head],
  ] as const;
  const landed = new Map(tips.map(([task, sha]) => [task, { ...aTip({ kind: "landed" }), sha }]));
  const parts = { integration: { head, landed: new Map(tips), reverted: new Map<number, Sha>() } };
  return { outside, head, world: { ...aWorld(parts), tips: landed } };
}

const text = (first: string, last: string) => [first, "b", "c", "d", "e", "f", last, ""].join("\n");
const files = { "a.txt": text("a", "end") };

test("a vetoed landing comes out, and what landed on it stays", async () => {
  await using ground = await aGround(files);
  const { outside, head, world } = await oneOnTheOther(ground, false);
  await takeBack(outside, world, [1]);
  const revert = (await ground.tip(integration)) as Sha;
  const made = await outside.mirror.read(revert);
  expect(made?.parents).toEqual([head]);
  expect(parseReverted(made?.message ?? "")).toEqual([1]);
  expect(parseRevertCause(made?.message ?? "")).toBe("veto");
  expect(await outside.mirror.readFile(revert, "a.txt")).toBe(text("a", "two"));
  expect(await outside.mirror.files(revert)).toEqual(["2.txt", "a.txt"]);
  expect([await ground.tip(branch(1)), await ground.tip(branch(2))]).toEqual([revert, head]);
});

test("two landings on the same lines come out together, the newest first", async () => {
  await using ground = await aGround(files);
  const { outside, world } = await oneOnTheOther(ground, true);
  await takeBack(outside, world, [2, 1]);
  const revert = (await ground.tip(integration)) as Sha;
  expect(await outside.mirror.treeOf(revert)).toBe(await outside.mirror.treeOf(ground.base));
  expect([await ground.tip(branch(1)), await ground.tip(branch(2))]).toEqual([revert, revert]);
});

test("a veto that conflicts forces nothing, and the log says in which files", async () => {
  await using ground = await aGround(files);
  const { outside, head, world } = await oneOnTheOther(ground, true);
  await takeBack(outside, world, [1]);
  expect(await ground.tip(integration)).toBe(head);
  const tip = (await ground.tip("swarm/12/log")) as Sha;
  expect((await outside.log.read(tip)).slice(2)).toMatchObject([
    { kind: "veto-conflicts", task: 1, head, files: ["a.txt"] },
  ]);
});

test("a repair that took it out by hand lets the veto be carried out", async () => {
  await using ground = await aGround(files);
  const { outside, head, world } = await oneOnTheOther(ground, true);
  const repair = await outside.mirror.commit(
    await outside.mirror.treeWith(ground.base, [{ path: "2.txt", text: "two\n" }]),
    [head],
    "Repair",
  );
  await outside.mirror.push([{ branch: integration, from: head, to: repair }], false);
  const landed = world.integration?.landed ?? new Map<number, Sha>();
  await takeBack(outside, { ...world, integration: { head: repair, landed, reverted: new Map() } }, [1]);
  const revert = (await ground.tip(integration)) as Sha;
  expect((await outside.mirror.read(revert))?.parents).toEqual([repair]);
  expect(await outside.mirror.treeOf(revert)).toBe(await outside.mirror.treeOf(repair));
  expect(await ground.tip(branch(1))).toBe(revert);
});
