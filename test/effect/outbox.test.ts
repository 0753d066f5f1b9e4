/** The outbox: moves that come together leave together, and a push that was cut off is settled by reading the ref. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { Outbox } from "../../src/effect/outbox.ts";
import { aGround, commit, type Ground } from "./ground.ts";
import { losingServer, losses } from "./losing-server.ts";

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

test("a stale move says nothing of the others in its push when their answer is lost", async () => {
  await using ground = await aGround();
  await using server = await losingServer(join(ground.dir, "forge.git"));
  const outbox = new Outbox(new GitMirror(ground.one.mirror.dir, server.url, async () => ""));
  const to = await commit(ground.one, [ground.base], { "n.txt": "1" });
  for (const loss of losses) {
    const branch = `swarm/12/${loss.replaceAll(" ", "-")}`;
    server.loss = undefined;
    // The first leaves alone, the others in one push after it.
    const first = outbox.move({ branch: `${branch}-1`, from: undefined, to });
    const moves = [
      outbox.move({ branch: `${branch}-2`, from: undefined, to }),
      outbox.move({ branch: `${branch}-3`, from: to, to: ground.base }),
    ];
    expect(await first).toBe(true);
    server.loss = loss;
    expect(await Promise.all(moves), loss).toEqual([true, false]);
  }
});

test("a ref whose outcome nobody can read is said to be unknown, and only that one", async () => {
  await using ground = await aGround();
  await using server = await losingServer(join(ground.dir, "forge.git"));
  const outbox = new Outbox(new GitMirror(ground.one.mirror.dir, server.url, async () => ""));
  const to = await commit(ground.one, [ground.base], { "n.txt": "1" });
  const first = outbox.move({ branch: task(1), from: undefined, to });
  const lost = outbox.move({ branch: task(2), from: undefined, to });
  const stale = outbox.move({ branch: task(3), from: to, to: ground.base });
  await first;
  server.loss = "reset";
  server.deaf = true;
  await expect(lost).rejects.toThrow("ls-remote");
  expect(await stale).toBe(false);
});
