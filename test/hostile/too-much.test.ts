/** Submissions and pushes that are more than git, the disk or a person can take. */

import { execFileSync } from "node:child_process";
import { mkdir, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Crew } from "../../src/agent/host/crew.ts";
import { hostWorker } from "../../src/agent/host/work.ts";
import { parseTip } from "../../src/codec/trailers.ts";
import { type Sha, sha } from "../../src/domain/ids.ts";
import { submissionCaps } from "../../src/domain/weight.ts";
import { checkOut, snapshot, Unfit } from "../../src/effect/checkout.ts";
import { landTasks } from "../../src/effect/submissions.ts";
import { aGround, type Client, outsideOf } from "../effect/ground.ts";
import { someFacts, submitted } from "../support/builders.ts";
import { blobOf, branch, pushesTree, worldOf } from "./path.ts";

/** Ten folders in ten folders, nine times over: a thousand million files in nine small objects. */
async function bomb(client: Client): Promise<string> {
  const names = Array.from({ length: 10 }, (_, n) => `f${n}`);
  let below = `100644 blob ${await blobOf(client, "boom\n")}`;
  for (let level = 0; level < 9; level += 1) {
    const tree = await client.mirror.run(["mktree"], {
      input: names.map((f) => `${below}\t${f}\n`).join(""),
    });
    below = `040000 tree ${tree}`;
  }
  return below.slice(-40);
}

test("T37: a bomb of a billion files goes back, and its task ends, with a sentence and at once", async () => {
  await using ground = await aGround();
  const tip = await pushesTree(ground.one, 1, ground.base, await bomb(ground.one));
  const two = await ground.client("two");
  const began = performance.now();
  const { rss } = process.memoryUsage();
  await landTasks(outsideOf(two), worldOf(ground, 1, tip), [1]);
  const returned = sha((await ground.tip(branch(1))) ?? "");
  await two.mirror.fetch([branch(1)]);
  const said = async (commit: Sha) => parseTip(commit, (await two.mirror.read(commit))?.message ?? "").state;
  expect(await said(returned)).toMatchObject({
    kind: "returned",
    words: expect.stringContaining("500,000 files"),
  });
  expect(await two.mirror.pathsSince(ground.base, returned)).toEqual([]);

  const world = worldOf(ground, 1, returned);
  const options = { outside: outsideOf(two), world: () => world, staff: () => ({}) };
  const work = { task: 1, title: "Boom", facts: someFacts, claim: "c", commit: returned, before: submitted };
  await hostWorker({ options } as unknown as Crew, work as never, new AbortController().signal);
  const ended = sha((await ground.tip(branch(1))) ?? "");
  expect(await said(ended)).toMatchObject({
    reason: "failed",
    words: expect.stringContaining("500,000 files"),
  });
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(process.memoryUsage().rss - rss).toBeLessThan(512_000_000);
});

test("T37: one large blob under many names is more than a disk", async () => {
  await using ground = await aGround();
  const { mirror } = ground.one;
  const blob = await blobOf(ground.one, "0".repeat(21_000_000));
  const treeOf = (names: number) => {
    const entries = Array.from({ length: names }, (_, n) => `100644 blob ${blob}\tf${n}\n`);
    return mirror.run(["mktree"], { input: entries.join("") });
  };
  expect(await mirror.isBounded(await treeOf(900))).toBe(true);
  expect(await mirror.isBounded(await treeOf(1000))).toBe(false);
});

test("T37: work that is too much is refused in one sentence before git reads it", async () => {
  await using ground = await aGround();
  const { mirror } = ground.one;
  const checkout = await checkOut(mirror, join(ground.dir, "work"), ground.base);
  const refused = () => snapshot(mirror, checkout, []).catch((error: unknown) => error);
  const huge = join(checkout.root, "huge.bin");
  await writeFile(huge, "");
  await truncate(huge, 2 ** 31);
  expect(await refused()).toBeInstanceOf(Unfit);
  expect(await refused()).toMatchObject({
    message: expect.stringContaining('"huge.bin" has 2,147,483,648 bytes'),
  });
  await rm(huge);

  await mkdir(join(checkout.root, ".GIT"));
  await writeFile(join(checkout.root, ".GIT", "config"), "[core]\n");
  expect(await refused()).toMatchObject({ message: expect.stringContaining("invalid path '.GIT/config'") });
  await rm(join(checkout.root, ".GIT"), { recursive: true });

  const many = Array.from({ length: submissionCaps.files + 1 }, (_, n) => join(checkout.root, `${n}`));
  await Promise.all(many.map((file) => writeFile(file, "")));
  expect(await refused()).toMatchObject({ message: expect.stringContaining("changes 3,001 files") });
  await rm(many[0] ?? "");
  expect(await refused()).toMatch(/^[0-9a-f]{40}$/);
});

test("T37: folders too deep to be named neither hold up git nor the next worker", async () => {
  await using ground = await aGround();
  const checkout = await checkOut(ground.one.mirror, join(ground.dir, "work"), ground.base);
  const dig = "for (let n = 0; n < 1000; n += 1) { fs.mkdirSync('dddd'); process.chdir('dddd'); }";
  execFileSync(process.execPath, ["-e", dig], { cwd: checkout.root });
  await snapshot(ground.one.mirror, checkout, []);
  const next = await checkOut(ground.one.mirror, join(ground.dir, "work"), ground.base);
  expect(await readdir(next.root)).toEqual(["a.txt"]);
});
