/** Gated landing on real git: the log keeps the candidate, and it lands as exactly the commits that were tested. */

import { expect, test } from "vitest";
import { parseTip } from "../../src/codec/trailers.ts";
import type { Sha } from "../../src/domain/ids.ts";
import { foldLog } from "../../src/domain/log.ts";
import type { World } from "../../src/domain/world.ts";
import { landCandidate } from "../../src/effect/candidate.ts";
import { proposeTasks, returnRed } from "../../src/effect/submissions.ts";
import { History } from "../../src/intake/history.ts";
import { aTask, aWorld, submitted } from "../support/builders.ts";
import { checkedFor } from "../support/chain.ts";
import { aGround, commit, type Ground, outsideOf, submits } from "./ground.ts";

const integration = "swarm/12/integration";
const branch = (task: number) => `swarm/12/task-${task}`;

/** Tasks 1 to 3 are submitted, each with a file of its own. */
async function threeSubmitted(ground: Ground): Promise<World> {
  await ground.one.log.append("one is the steward", [{ kind: "steward", instance: "one" }]);
  for (const task of [1, 2, 3]) await submits(ground.one, task, ground.base, { [`${task}.txt`]: "new\n" });
  return read(ground);
}

/** The refs as they are now. */
async function read(ground: Ground): Promise<World> {
  const { mirror } = outsideOf(ground.one);
  await mirror.fetch(["swarm/12/*"]);
  const refs = await mirror.refs("swarm/12");
  const head = (await ground.tip(integration)) as Sha;
  const log = refs.find((ref) => ref.name === "swarm/12/log")?.sha;
  const { proposed } = foldLog(log ? await ground.one.log.read(log) : []);
  const tips = [1, 2, 3].flatMap((task) => {
    const ref = refs.find((one) => one.name === branch(task));
    const parsed = ref && parseTip(ref.sha, ref.message);
    return parsed ? [[task, parsed] as const] : [];
  });
  const world = aWorld({
    tasks: [1, 2, 3].map((task) => aTask(task, { tip: submitted })),
    integration: { head, landed: new Map(), reverted: new Map() },
    candidate: await new History(mirror).candidate(proposed, head),
  });
  return { ...world, tips: new Map(tips) };
}

const commits = (world: World) => world.candidate?.links.map((link) => link.commit) ?? [];

test("submissions are proposed beside integration, which does not move", async () => {
  await using ground = await aGround();
  const before = await threeSubmitted(ground);
  await proposeTasks(outsideOf(ground.one), before, [1, 2, 3]);
  const { candidate, tips } = await read(ground);
  expect(candidate?.links.map((link) => link.landing)).toEqual(
    [1, 2, 3].map((task) => ({ task, submission: tips.get(task)?.sha })),
  );
  expect(candidate?.links[0]?.parent).toBe(ground.base);
  expect(await ground.tip(integration)).toBe(ground.base);
  expect(tips).toEqual(before.tips);
});

test("the candidate lands as it was tested, also in part", async () => {
  await using ground = await aGround();
  const outside = outsideOf(ground.one);
  await proposeTasks(outside, await threeSubmitted(ground), [1, 2, 3]);
  const world = await read(ground);
  const [first, second, third] = commits(world);
  if (!first || !second || !third) throw new Error("There is no candidate.");
  await landCandidate(outside, world, second);
  expect(await ground.tip(integration)).toBe(second);
  expect([await ground.tip(branch(1)), await ground.tip(branch(2))]).toEqual([first, second]);
  expect(await ground.tip(branch(3))).toBe(world.tips.get(3)?.sha);
});

test("a candidate whose head or submission moved lands nothing", async () => {
  await using ground = await aGround();
  const outside = outsideOf(ground.one);
  await proposeTasks(outside, await threeSubmitted(ground), [1, 2, 3]);
  const world = await read(ground);
  const under = world.tips.get(2)?.sha as Sha;
  const moved = await commit(ground.one, [under], { "2.txt": "newer\n" });
  await outside.mirror.push([{ branch: branch(2), from: under, to: moved }], false);
  await landCandidate(outside, world, commits(world).at(-1) as Sha);
  expect(await ground.tip(integration)).toBe(ground.base);
  expect(await ground.tip(branch(1))).toBe(world.tips.get(1)?.sha);
});

test("another process finds the candidate in the log, and it stays there", async () => {
  await using ground = await aGround();
  await proposeTasks(outsideOf(ground.one), await threeSubmitted(ground), [1, 2, 3]);
  const first = commits(await read(ground)).at(-1) as Sha;
  await proposeTasks(outsideOf(ground.one), await read(ground), [1, 3]);
  const { mirror } = await ground.client("two");
  expect(await mirror.isAncestor(first, (await ground.tip("swarm/12/log")) as Sha)).toBe(true);
});

test("a newer candidate takes the place of the old one", async () => {
  await using ground = await aGround();
  const outside = outsideOf(ground.one);
  await proposeTasks(outside, await threeSubmitted(ground), [1, 2, 3]);
  await proposeTasks(outside, await read(ground), [1, 3]);
  const { candidate } = await read(ground);
  expect(candidate?.links.map((link) => link.landing?.task)).toEqual([1, 3]);
});

test("the culprit goes back to its worker with what the check said", async () => {
  await using ground = await aGround();
  const outside = outsideOf(ground.one);
  await proposeTasks(outside, await threeSubmitted(ground), [1, 2, 3]);
  const world = await read(ground);
  const red = commits(world)[1] as Sha;
  const run = checkedFor("gate", red, false);
  const failed =
    run.kind === "checked"
      ? { ...run, results: run.results.map((r) => ({ ...r, output: "2 is odd" })) }
      : run;
  const { log } = aWorld({ after: [failed] });
  await returnRed(
    outside,
    { ...world, log: { ...world.log, checks: log.checks } },
    { kind: "return-red", task: 2, commit: red, check: "npm test" },
  );
  const returned = (await read(ground)).tips.get(2)?.state;
  expect(returned).toMatchObject({ kind: "returned", reason: "red" });
  expect(returned?.kind === "returned" && returned.words).toMatch(/`npm test` failed[\s\S]*2 is odd/);
});

test("what the server does not take onto integration is halved until it is alone, and goes back", async () => {
  await using ground = await aGround();
  const outside = outsideOf(ground.one);
  await proposeTasks(outside, await threeSubmitted(ground), [1, 2, 3]);
  await ground.hook("update", `test "$1" != refs/heads/${integration} || { echo protected >&2; exit 1; }`);
  for (const left of [2, 1]) {
    const world = await read(ground);
    await landCandidate(outside, world, commits(world).at(-1) as Sha);
    expect(commits(await read(ground))).toHaveLength(left);
  }
  const world = await read(ground);
  await landCandidate(outside, world, commits(world).at(-1) as Sha);
  expect((await read(ground)).tips.get(1)?.state).toMatchObject({ kind: "returned", reason: "refused" });
});
