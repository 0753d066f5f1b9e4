/** Landing: integration and task branches move to the same merges in one atomic push, or nothing moves. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Sha } from "../../src/domain/ids.ts";
import { land } from "../../src/effect/landing.ts";
import { endTask } from "../../src/effect/steps.ts";
import { aTip, submitted } from "../support/builders.ts";
import { aGround, beginsLog, commit, type Ground, outsideOf, submits, toLand } from "./ground.ts";

const integration = "swarm/12/integration";
const branch = (task: number) => `swarm/12/task-${task}`;

/** Submissions of tasks 1, 2, … that change these files. */
const submissions = (ground: Ground, files: readonly Readonly<Record<string, string>>[]) =>
  Promise.all(
    files.map(async (changed, index) =>
      toLand(index + 1, await submits(ground.one, index + 1, ground.base, changed)),
    ),
  );

const kinds = (outcomes: ReadonlyMap<number, { kind: string }>) =>
  Object.fromEntries([...outcomes].map(([task, outcome]) => [task, outcome.kind]));

test("a landing moves integration and the task branch to the same merge", async () => {
  await using ground = await aGround();
  const [one] = await submissions(ground, [{ "b.txt": "b\n" }]);
  const outcomes = await land(outsideOf(ground.one), ground.base, one ? [one] : []);
  const merge = await ground.tip(integration);
  expect(outcomes).toEqual(new Map([[1, { kind: "landed", merge }]]));
  expect(await ground.tip(branch(1))).toBe(merge);
  expect(await ground.one.mirror.run(["rev-parse", `${merge}^1`, `${merge}^2`])).toBe(
    `${ground.base}\n${one?.commit}`,
  );
});

test("a landing is in the log at once, which keeps it whatever becomes of its branches", async () => {
  await using ground = await aGround();
  await beginsLog(ground.one);
  const [one] = await submissions(ground, [{ "b.txt": "b\n" }]);
  await land(outsideOf(ground.one), ground.base, one ? [one] : []);
  const log = (await ground.tip("swarm/12/log")) as Sha;
  const merge = await ground.tip(integration);
  const entry = { kind: "landed", task: 1, merge, submission: one?.commit };
  expect((await ground.one.log.read(log)).slice(1)).toMatchObject([entry]);
  expect((await ground.one.mirror.read(log))?.parents.slice(1)).toEqual([merge]);
});

test("who was replaced as steward lands nothing, though integration is where it was", async () => {
  await using ground = await aGround();
  const all = await submissions(ground, [{ "b.txt": "b\n" }]);
  await beginsLog(ground.one);
  const two = await ground.client("two");
  await two.log.read((await ground.tip("swarm/12/log")) as Sha);
  await beginsLog(two);
  expect(kinds(await land(outsideOf(ground.one), ground.base, all))).toEqual({ 1: "later" });
  expect(await ground.tip(integration)).toBe(ground.base);
  expect(kinds(await land(outsideOf(two), ground.base, all))).toEqual({ 1: "landed" });
});

test("several submissions land in one push, each by its own merge", async () => {
  await using ground = await aGround();
  const all = await submissions(ground, [{ "b.txt": "b" }, { "c.txt": "c" }, { "d.txt": "d" }]);
  const pushes = join(ground.dir, "pushes");
  await ground.hook("post-receive", `grep -c . >> ${pushes}`);
  await land(outsideOf(ground.one), ground.base, all);
  expect(await readFile(pushes, "utf8")).toBe("5\n");
  const head = await ground.tip(integration);
  const story = await ground.one.mirror.run(["log", "--first-parent", "--format=%s", `${head}`]);
  expect(story).toBe("Task 3 (#3)\nTask 2 (#2)\nTask 1 (#1)\nwork");
});

test("landing nothing pushes nothing", async () => {
  await using ground = await aGround();
  expect(await land(outsideOf(ground.one), ground.base, [])).toEqual(new Map());
  expect(await ground.tip(integration)).toBe(ground.base);
});

test("a submission that conflicts with the pushed head is told so, with the files", async () => {
  await using ground = await aGround();
  const head = await commit(ground.one, [ground.base], { "a.txt": "theirs\n" });
  await ground.one.mirror.push([{ branch: integration, from: ground.base, to: head }], false);
  const all = await submissions(ground, [{ "a.txt": "mine\n" }, { "b.txt": "b\n" }]);
  const outcomes = await land(outsideOf(ground.one), head, all);
  expect(outcomes.get(1)).toEqual({ kind: "conflict", files: ["a.txt"] });
  expect(outcomes.get(2)?.kind).toBe("landed");
});

test("a submission that conflicts only with one that lands beside it waits for the next head", async () => {
  await using ground = await aGround();
  const all = await submissions(ground, [{ "a.txt": "mine\n" }, { "a.txt": "yours\n" }]);
  const first = await land(outsideOf(ground.one), ground.base, all);
  expect(kinds(first)).toEqual({ 1: "landed", 2: "later" });
  const head = (await ground.tip(integration)) as Sha;
  const second = await land(outsideOf(ground.one), head, all.slice(1));
  expect(second.get(2)).toEqual({ kind: "conflict", files: ["a.txt"] });
});

test("a tombstone that came first keeps the task from landing, and everything beside it waits", async () => {
  await using ground = await aGround();
  const all = await submissions(ground, [{ "b.txt": "b\n" }, { "c.txt": "c\n" }]);
  const two = outsideOf(await ground.client("two"));
  const tip = { ...aTip(submitted), sha: all[0]?.commit ?? ground.base };
  expect(await endTask(two, { number: 1, title: "", reason: "vetoed" }, tip, ground.base)).toBe(true);
  expect(kinds(await land(outsideOf(ground.one), ground.base, all))).toEqual({ 1: "later", 2: "later" });
  expect(await ground.tip(integration)).toBe(ground.base);
  expect(await ground.tip(branch(2))).toBe(all[1]?.commit);
});

test("a head that moved meanwhile lands nothing", async () => {
  await using ground = await aGround();
  const all = await submissions(ground, [{ "b.txt": "b\n" }]);
  const head = await commit(ground.one, [ground.base], { "c.txt": "a person's\n" });
  await ground.one.mirror.push([{ branch: integration, from: ground.base, to: head }], false);
  expect(kinds(await land(outsideOf(ground.one), ground.base, all))).toEqual({ 1: "later" });
  expect(await ground.tip(integration)).toBe(head);
});

test("of two stewards that land the same submission, one merge stands", async () => {
  await using ground = await aGround();
  const all = await submissions(ground, [{ "b.txt": "b\n" }]);
  const two = await ground.client("two");
  const outcomes = await Promise.all(
    [ground.one, two].map((client) => land(outsideOf(client), ground.base, all)),
  );
  const merges = outcomes.flatMap((o) => [...o.values()].filter((one) => one.kind === "landed"));
  expect(merges.map((one) => one.kind === "landed" && one.merge)).toContain(await ground.tip(integration));
  const merged = await ground.one.mirror.run([
    "rev-list",
    "--count",
    "--merges",
    `${await ground.tip(integration)}`,
  ]);
  expect(merged).toBe("1");
});

test("what the forge refuses is found by halves, and goes back with its words when it is alone", async () => {
  await using ground = await aGround();
  const files = [{ "b.txt": "b\n" }, { "c.txt": "c\n" }, { "d.txt": "d\n" }];
  const all = await submissions(ground, files);
  await ground.hook("update", 'test "$1" != refs/heads/swarm/12/task-3 || { echo too secret >&2; exit 1; }');
  const first = await land(outsideOf(ground.one), ground.base, all);
  expect(kinds(first)).toEqual({ 1: "landed", 2: "landed", 3: "later" });
  const head = (await ground.tip(integration)) as Sha;
  const second = (await land(outsideOf(ground.one), head, all.slice(2))).get(3);
  expect(second?.kind).toBe("refused");
  expect(second?.kind === "refused" && second.words).toContain("too secret");
  expect(await ground.tip(integration)).toBe(head);
});

test("while the forge is in trouble nothing goes back to a worker", async () => {
  await using ground = await aGround();
  const all = await submissions(ground, [{ "b.txt": "b\n" }]);
  await ground.hook("pre-receive", "echo fatal error in commit_refs >&2; exit 1");
  expect(kinds(await land(outsideOf(ground.one), ground.base, all))).toEqual({ 1: "later" });
  await ground.hook("pre-receive", "exit 0");
  expect(kinds(await land(outsideOf(ground.one), ground.base, all))).toEqual({ 1: "landed" });
});

test("a landing that was cut off after it happened has happened", async () => {
  await using ground = await aGround();
  const all = await submissions(ground, [{ "b.txt": "b\n" }]);
  await ground.hook("post-receive", "kill -9 $PPID");
  const outcomes = await land(outsideOf(ground.one), ground.base, all);
  expect(outcomes.get(1)).toEqual({ kind: "landed", merge: await ground.tip(integration) });
});
