/** Leased pushes: every move names what the forge must still hold, and of two clients one wins. */

import { expect, test } from "vitest";
import { aGround, commit } from "./ground.ts";

const branch = "swarm/12/task-34";

test("of two clients that create a branch at once, one wins", async () => {
  await using ground = await aGround();
  const clients = [ground.one, await ground.client("two")];
  const pushed = await Promise.all(
    clients.map(async (client) => {
      const to = await commit(client, [ground.base], { "who.txt": client.instance });
      return { to, moved: await client.outbox.move({ branch, from: undefined, to }) };
    }),
  );
  const winners = pushed.filter(({ moved }) => moved);
  expect(winners.map(({ to }) => to)).toEqual([await ground.tip(branch)]);
});

test("a move from a tip that is no longer there is refused", async () => {
  await using ground = await aGround();
  const { mirror } = ground.one;
  const first = await commit(ground.one, [ground.base], { "b.txt": "1" });
  const second = await commit(ground.one, [first], { "b.txt": "2" });
  await mirror.push([{ branch, from: undefined, to: second }], false);
  const late = await mirror.push([{ branch, from: first, to: ground.base }], false);
  expect([...late.moved]).toEqual([]);
  expect(await ground.tip(branch)).toBe(second);
});

test("a late push does not bring a removed branch back", async () => {
  await using ground = await aGround();
  const { mirror } = ground.one;
  await mirror.push([{ branch, from: undefined, to: ground.base }], false);
  await mirror.push([{ branch, from: ground.base, to: undefined }], false);
  const work = await commit(ground.one, [ground.base], { "b.txt": "1" });
  expect([...(await mirror.push([{ branch, from: ground.base, to: work }], false)).moved]).toEqual([]);
  expect(await ground.tip(branch)).toBeUndefined();
});

test("each move of a plain push is taken or refused alone", async () => {
  await using ground = await aGround();
  const work = await commit(ground.one, [ground.base], { "b.txt": "1" });
  const moves = [
    { branch: "swarm/12/task-1", from: undefined, to: work },
    { branch: "swarm/12/task-2", from: work, to: ground.base },
  ];
  expect([...(await ground.one.mirror.push(moves, false)).moved]).toEqual(["swarm/12/task-1"]);
});

test("an atomic push with one stale move moves nothing", async () => {
  await using ground = await aGround();
  const work = await commit(ground.one, [ground.base], { "b.txt": "1" });
  const moves = [
    { branch: "swarm/12/task-1", from: undefined, to: work },
    { branch: "swarm/12/task-2", from: work, to: ground.base },
  ];
  expect([...(await ground.one.mirror.push(moves, true)).moved]).toEqual([]);
  expect(await ground.tip("swarm/12/task-1")).toBeUndefined();
});

test("a push that is cut off has no known outcome", async () => {
  await using ground = await aGround();
  await ground.hook("update", "kill -9 $PPID");
  const lost = ground.one.mirror.push([{ branch, from: undefined, to: ground.base }], false);
  await expect(lost).rejects.toThrow("git push failed");
});
