/** Steps on task branches: claims and tombstones, each a unique commit that one client wins. */

import { expect, test } from "vitest";
import { parseTip } from "../../src/codec/trailers.ts";
import type { Sha } from "../../src/domain/ids.ts";
import { type Task, tasksOf } from "../../src/domain/task.ts";
import type { Tip } from "../../src/domain/tip.ts";
import type { World } from "../../src/domain/world.ts";
import { claimTask } from "../../src/effect/claims.ts";
import { endTask } from "../../src/effect/steps.ts";
import { aTask, aWorld } from "../support/builders.ts";
import { aGround, type Client, commit, type Ground, outsideOf, submits } from "./ground.ts";

const branch = "swarm/12/task-34";

const tipOf = async (ground: Ground): Promise<Tip> => {
  await ground.one.mirror.fetch(["swarm/12/*"]);
  const ref = (await ground.one.mirror.refs("swarm/12")).find(({ name }) => name === branch);
  const tip = ref && parseTip(ref.sha, ref.message);
  if (!tip) throw new Error("The branch says nothing of ours.");
  return tip;
};

const worldAt = (head: Sha, tip?: Tip): { world: World; task: Task } => {
  const integration = { head, landed: new Map(), reverted: new Map() };
  const tips = tip ? { tips: new Map([[34, tip]]) } : {};
  const world = { ...aWorld({ tasks: [aTask(34)], integration }), ...tips };
  return { world, task: tasksOf(world)[0] as Task };
};

const claim = (client: Client, { world, task }: { world: World; task: Task }) =>
  claimTask(outsideOf(client), world, task, "compatible/m");

test("a first claim stands on integration and says who holds it", async () => {
  await using ground = await aGround();
  const won = await claim(ground.one, worldAt(ground.base));
  const tip = await tipOf(ground);
  expect(tip.sha).toBe(won?.commit);
  expect(tip.state).toEqual({ kind: "claimed", claim: won?.claim, instance: "one" });
  expect(tip.facts).toMatchObject({ attempt: 1, model: "compatible/m" });
  expect(await ground.one.mirror.isAncestor(ground.base, tip.sha)).toBe(true);
});

test("of two processes that claim a task, one gets it", async () => {
  await using ground = await aGround();
  const clients = [ground.one, await ground.client("two")];
  const claims = await Promise.all(clients.map((client) => claim(client, worldAt(ground.base))));
  const winners = claims.filter((won) => won !== undefined);
  expect(winners.map((won) => won.commit)).toEqual([await ground.tip(branch)]);
});

test("a claim on a returned task keeps the work and counts the attempt", async () => {
  await using ground = await aGround();
  await submits(ground.one, 34, ground.base, { "b.txt": "work\n" });
  const before = await tipOf(ground);
  await claim(ground.one, worldAt(ground.base, before));
  const tip = await tipOf(ground);
  expect(tip.facts.attempt).toBe(before.facts.attempt + 1);
  expect(await ground.one.mirror.readFile(tip.sha, "b.txt")).toBe("work\n");
});

test("a tombstone ends a task that never had a branch", async () => {
  await using ground = await aGround();
  const task = { number: 34, title: "Search", reason: "vetoed" as const };
  expect(await endTask(outsideOf(ground.one), task, undefined, ground.base)).toBe(true);
  expect((await tipOf(ground)).state).toMatchObject({ kind: "ended", reason: "vetoed" });
});

test("a tombstone keeps the work beneath it, and what it cost", async () => {
  await using ground = await aGround();
  await submits(ground.one, 34, ground.base, { "b.txt": "work\n" });
  const before = await tipOf(ground);
  const task = { number: 34, title: "Search", reason: "cancelled" as const };
  await endTask(outsideOf(ground.one), task, before, ground.base);
  const tip = await tipOf(ground);
  expect(tip).toMatchObject({ state: { kind: "ended", reason: "cancelled" }, facts: before.facts });
  expect(await ground.one.mirror.isAncestor(before.sha, tip.sha)).toBe(true);
});

test("a tombstone on a tip that moved changes nothing", async () => {
  await using ground = await aGround();
  const work = await commit(ground.one, [ground.base], { "b.txt": "work\n" });
  await submits(ground.one, 34, work, {});
  const task = { number: 34, title: "Search", reason: "vetoed" as const };
  expect(await endTask(outsideOf(ground.one), task, undefined, ground.base)).toBe(false);
  expect((await tipOf(ground)).state.kind).toBe("submitted");
});

test("a claim ends every claim before it", async () => {
  await using ground = await aGround();
  const two = await ground.client("two");
  await claim(ground.one, worldAt(ground.base));
  const held = await tipOf(ground);
  await two.mirror.fetch(["swarm/12/*"]);
  await claim(two, worldAt(ground.base, held));
  const task = { number: 34, title: "Search", reason: "failed" as const };
  expect(await endTask(outsideOf(ground.one), task, held, ground.base)).toBe(false);
  expect((await tipOf(ground)).state).toMatchObject({ kind: "claimed", instance: "two" });
});

test.each([["a line of\u0000 zero"], ["a record\u0001 mark"], ["an escape\u001b[2J"]])(
  "control characters in %j do not hide the state",
  async (title) => {
    await using ground = await aGround();
    const task = { number: 34, title, reason: "failed" as const };
    await endTask(outsideOf(ground.one), task, undefined, ground.base);
    expect((await tipOf(ground)).state).toMatchObject({ kind: "ended", reason: "failed" });
  },
);
