/** The outbox: moves that come together leave together, and a push that was cut off is settled by reading the ref. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aGround, commit, type Ground } from "./ground.ts";

const numbers = [1, 2, 3, 4, 5];
const task = (number: number) => `swarm/12/task-${number}`;

const sendAll = async (ground: Ground, from: readonly number[]): Promise<readonly boolean[]> =>
  Promise.all(
    from.map(async (number) => {
      const to = await commit(ground.one, [ground.base], { "n.txt": `${number}` });
      return { branch: task(number), from: undefined, to };
    }),
  ).then((moves) => Promise.all(moves.map((move) => ground.one.outbox.move(move))));

test("moves that come while a push is under way leave in one push", async () => {
  await using ground = await aGround();
  const pushes = join(ground.dir, "pushes");
  await ground.hook("post-receive", `grep -c . >> ${pushes}`);
  expect(await sendAll(ground, numbers)).toEqual([true, true, true, true, true]);
  expect(await readFile(pushes, "utf8")).toBe("1\n4\n");
});

test("one refused move of a batch does not hold the others up", async () => {
  await using ground = await aGround();
  await ground.one.mirror.push([{ branch: task(3), from: undefined, to: ground.base }], false);
  expect(await sendAll(ground, numbers)).toEqual([true, true, false, true, true]);
});

test("two moves of one branch keep their order", async () => {
  await using ground = await aGround();
  const first = await commit(ground.one, [ground.base], { "n.txt": "1" });
  const second = await commit(ground.one, [first], { "n.txt": "2" });
  const moved = await Promise.all([
    ground.one.outbox.move({ branch: task(1), from: undefined, to: first }),
    ground.one.outbox.move({ branch: task(1), from: first, to: second }),
  ]);
  expect(moved).toEqual([true, true]);
  expect(await ground.tip(task(1))).toBe(second);
});

test("a push that was cut off after the ref moved has moved it", async () => {
  await using ground = await aGround();
  await ground.hook("post-receive", "kill -9 $PPID");
  expect(await sendAll(ground, [1])).toEqual([true]);
});

test("a push that was cut off before the ref moved has not moved it", async () => {
  await using ground = await aGround();
  await ground.hook("update", "kill -9 $PPID");
  expect(await sendAll(ground, [1])).toEqual([false]);
});
