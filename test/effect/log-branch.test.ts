/** The log branch: what is appended is read back in order, and whoever finds it moved is no longer the steward. */

import { expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import type { Sha } from "../../src/domain/ids.ts";
import { LostStewardship } from "../../src/effect/log-branch.ts";
import { NoAccess } from "../../src/effect/no-access.ts";
import { commanded, directed } from "../support/builders.ts";
import { aGround, type Client, commit, type Ground } from "./ground.ts";

const branch = "swarm/12/log";
const steward = (instance: string): Entry => ({ kind: "steward", instance });

const readAll = async (ground: Ground, client: Client) => {
  await client.mirror.fetch(["swarm/12/*"]);
  const entries = await client.log.read((await ground.tip(branch)) as Sha);
  return entries.map(({ at: _, ...entry }) => entry);
};

test("another process reads what was appended, oldest first", async () => {
  await using ground = await aGround();
  await ground.one.log.append("one is the steward", [steward("one")]);
  await ground.one.log.append("heard @ada", [directed("D1", 12), commanded("pause")]);
  const two = await ground.client("two");
  expect(await readAll(ground, two)).toEqual([steward("one"), directed("D1", 12), commanded("pause")]);
});

test("a second read adds what is new to what is known", async () => {
  await using ground = await aGround();
  const two = await ground.client("two");
  await ground.one.log.append("one is the steward", [steward("one")]);
  await readAll(ground, two);
  await ground.one.log.append("heard @ada", [commanded("pause")]);
  expect(await readAll(ground, two)).toEqual([steward("one"), commanded("pause")]);
});

test("whoever finds the log moved is no longer the steward, and the log is untouched", async () => {
  await using ground = await aGround();
  const two = await ground.client("two");
  await ground.one.log.append("one is the steward", [steward("one")]);
  await readAll(ground, two);
  await two.log.append("two is the steward", [steward("two")]);
  await expect(ground.one.log.append("heard", [commanded("stop")])).rejects.toThrow(LostStewardship);
  expect(await readAll(ground, two)).toEqual([steward("one"), steward("two")]);
});

test("a rule of the server that protects the log is no other steward", async () => {
  await using ground = await aGround();
  const { log } = ground.one;
  await ground.hook("pre-receive", "exit 1");
  await expect(log.append("one is the steward", [steward("one")])).rejects.toThrow(NoAccess);
  await ground.hook("pre-receive", "exit 0");
  await log.append("one is the steward", [steward("one")]);
  await ground.hook("pre-receive", "exit 1");
  await expect(log.append("heard", [commanded("stop")])).rejects.toThrow("a rule of the repository protects");
  await ground.hook("pre-receive", "exit 0");
  await log.append("heard", [commanded("pause")]);
  expect(await readAll(ground, ground.one)).toEqual([steward("one"), commanded("pause")]);
});

test("of two that begin the log, one is the steward", async () => {
  await using ground = await aGround();
  const clients = [ground.one, await ground.client("two")];
  const took = await Promise.allSettled(clients.map((c) => c.log.append("steward", [steward(c.instance)])));
  expect(took.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("attachments stay in the tree of later commits, and kept commits stay reachable", async () => {
  await using ground = await aGround();
  const kept = await commit(ground.one, [ground.base], { "b.txt": "work\n" });
  const file = { path: "transcripts/plan-12.json", text: "[]" };
  await ground.one.log.append("one is the steward", [steward("one")]);
  await ground.one.log.append("planned", [directed("D1", 12)], [file], [kept]);
  await ground.one.log.append("went on", [commanded("pause")]);
  const tip = (await ground.tip(branch)) as Sha;
  expect(await ground.one.mirror.readFile(tip, file.path)).toBe("[]");
  expect(await ground.one.mirror.isAncestor(kept, tip)).toBe(true);
  const all = [steward("one"), directed("D1", 12), commanded("pause")];
  expect(await readAll(ground, await ground.client("two"))).toEqual(all);
});

test("a commit that somebody else put on the log is refused", async () => {
  await using ground = await aGround();
  await ground.one.log.append("one is the steward", [steward("one")]);
  const tip = (await ground.tip(branch)) as Sha;
  const foreign = await commit(ground.one, [tip], { "b.txt": "b\n" });
  await ground.one.mirror.push([{ branch, from: tip, to: foreign }], false);
  await expect(readAll(ground, ground.one)).rejects.toThrow("somebody else wrote to the log branch");
});

test("a log that somebody removed begins anew with the next entry of the process that wrote it", async () => {
  await using ground = await aGround();
  const { log, mirror } = ground.one;
  await log.append("one is the steward", [steward("one"), commanded("pause")]);
  await mirror.push([{ branch, from: (await ground.tip(branch)) as Sha, to: undefined }], false);
  await expect(log.append("went on", [commanded("stop")])).rejects.toThrow(LostStewardship);
  expect(await log.read(undefined)).toEqual([]);
  await log.append("one is the steward", [steward("one")]);
  expect(await readAll(ground, ground.one)).toEqual([steward("one")]);
});
