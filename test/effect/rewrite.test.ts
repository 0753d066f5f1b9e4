/** Integration as somebody else left it, on real git: how it is seen, and what accepting it does to green. */

import { expect, test } from "vitest";
import type { Entry, Logged } from "../../src/domain/entry.ts";
import type { Sha } from "../../src/domain/ids.ts";
import { foldLog } from "../../src/domain/log.ts";
import { acceptRewrite } from "../../src/effect/rewrite.ts";
import { isRewritten } from "../../src/intake/rewritten.ts";
import { aWorld, begun, checked, cycleStarted } from "../support/builders.ts";
import { aGround, beginsLog, commit, type Ground, outsideOf } from "./ground.ts";

const integration = "swarm/12/integration";
const green = "swarm/12/green";

/** Two commits on the base; green is the second. The log knows the base as the cycle's. */
async function ahead(ground: Ground) {
  const outside = outsideOf(ground.one);
  const first = await commit(ground.one, [ground.base], { "1.txt": "one\n" });
  const second = await commit(ground.one, [first], { "2.txt": "two\n" });
  await outside.mirror.push(
    [
      { branch: integration, from: ground.base, to: second },
      { branch: green, from: undefined, to: second },
    ],
    true,
  );
  return { outside, first, second };
}

const logWith = (ground: Ground, ...after: readonly Entry[]) => {
  const own = begun().map((entry) =>
    entry.kind === "accepted" || entry.kind === "cycle-started" ? { ...entry, base: ground.base } : entry,
  );
  return foldLog([...own, ...after].map((entry): Logged => ({ ...entry, at: 0 })));
};

const worldAt = (head: Sha | undefined, at: Sha, log: ReturnType<typeof logWith>) => ({
  ...aWorld({ green: at }),
  integration: head && { head, landed: new Map<number, Sha>(), reverted: new Map<number, Sha>() },
  log,
});

test("it is seen when green or a base is gone from its history, and when the branch is", async () => {
  await using ground = await aGround();
  const { outside, first, second } = await ahead(ground);
  const log = logWith(ground);
  const other = await commit(ground.one, [], { "other.txt": "other\n" });
  const seen = (head: Sha | undefined, at?: Sha) => isRewritten(outside.mirror, log, head, at, new Set());
  expect(await seen(second, second)).toBe(false);
  expect(await seen(second, first)).toBe(false);
  expect(await seen(first, second)).toBe(true);
  expect(await seen(other)).toBe(true);
  expect(await seen(undefined, second)).toBe(true);
});

test("before the first cycle there is no branch to miss", async () => {
  await using ground = await aGround();
  const log = foldLog([]);
  expect(await isRewritten(outsideOf(ground.one).mirror, log, undefined, undefined, new Set())).toBe(false);
});

test("accepting it takes green back to the newest good commit of the new history", async () => {
  await using ground = await aGround();
  const { outside, first, second } = await ahead(ground);
  await beginsLog(ground.one);
  const theirs = await commit(ground.one, [first], { "theirs.txt": "theirs\n" });
  await outside.mirror.push([{ branch: integration, from: second, to: theirs }], false);
  await acceptRewrite(outside, worldAt(theirs, second, logWith(ground, checked(first))));
  expect(await ground.tip(green)).toBe(first);
  expect((await outside.log.read((await ground.tip("swarm/12/log")) as Sha)).slice(1)).toMatchObject([
    { kind: "rewrite-over", head: theirs, accepted: true },
  ]);
});

test("without a good commit green goes back to the base", async () => {
  await using ground = await aGround();
  const { outside, first, second } = await ahead(ground);
  await outside.mirror.push([{ branch: integration, from: second, to: first }], false);
  await acceptRewrite(outside, worldAt(first, second, logWith(ground)));
  expect(await ground.tip(green)).toBe(ground.base);
});

test("a removed branch begins again at green", async () => {
  await using ground = await aGround();
  const { outside, second } = await ahead(ground);
  await outside.mirror.push([{ branch: integration, from: second, to: undefined }], false);
  await acceptRewrite(outside, worldAt(undefined, second, logWith(ground)));
  expect([await ground.tip(integration), await ground.tip(green)]).toEqual([second, second]);
});

test("green that moved meanwhile lets nothing be accepted", async () => {
  await using ground = await aGround();
  const { outside, first, second } = await ahead(ground);
  await outside.mirror.push([{ branch: green, from: second, to: ground.base }], false);
  await acceptRewrite(outside, worldAt(first, second, logWith(ground, checked(first), cycleStarted(2))));
  expect(await ground.tip(green)).toBe(ground.base);
  expect(await ground.tip("swarm/12/log")).toBeUndefined();
});
