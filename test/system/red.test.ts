/** A landing breaks a check that held: it is found and repaired, or taken back, or, with gated landing, never lands. */

import { expect, test } from "vitest";
import type { World } from "../../src/domain/world.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { mirrorFolder } from "../../src/effect/mirrors.ts";
import { type Swarm, says, startSwarm, where } from "../support/swarm.ts";

const title = "Sell fruit";
const price = "Change the price";
const mend = "Put the price back";
const held = "grep -qx 1 price.txt";
const files = { "price.txt": "1\n" };
const goal = (limits = "") => `Fruit for one coin.\n\n## Checks\n\n- \`${held}\`\n${limits}`;

const asks = (...titles: readonly string[]) =>
  titles.map((one, index) => ({
    create_task: { key: `k${index}`, title: one, description: one, done_when: [one] },
  }));
const finish = { finish: { done: true, hand_off: "planned" } };
const plans = (...titles: readonly string[]) =>
  says("planner", title, [[...asks(...titles), finish]], { attempt: 1 });
const repairs = says("planner", title, [[...asks(mend), finish]], { when: { contains: `red #` } });
const writes = (task: string, path: string, content: string, attempt?: number) =>
  says(
    "worker",
    task,
    [[{ write_file: { path, content } }], [{ submit: { done: `${path} is written` } }]],
    attempt === undefined ? {} : { attempt },
  );

const numberOf = (world: World, name: string): number =>
  [...world.log.planned.values()].find((planned) => planned.intent.title === name)?.number ?? 0;

const mirrorOf = (swarm: Swarm) =>
  new GitMirror(mirrorFolder(swarm.state, { owner: where.owner, repo: where.name }), "", async () => "");

test("the culprit of a red integration is found, its planner has it repaired, and it is green again", async () => {
  await using swarm = await startSwarm({
    files,
    lines: [
      repairs,
      plans("Sell apples", price, "Sell pears"),
      writes("Sell apples", "apples.txt", "apples\n"),
      writes(price, "price.txt", "2\n"),
      writes("Sell pears", "pears.txt", "pears\n"),
      writes(mend, "price.txt", "1\n"),
    ],
  });
  await swarm.opensGoal(title, goal());
  const world = await swarm.ends();
  const report = await swarm.report();
  expect(report.goal.state, swarm.timeline.join("\n")).toBe("done");
  expect(world.log.blamed).toMatchObject([{ task: numberOf(world, price), check: held }]);
  expect(report.tasks.map((task) => task.state)).toEqual(["landed", "landed", "landed", "landed"]);
  expect(report.tasks.at(-1)?.title).toBe(mend);
  expect(report.green).toBe(report.integration);
  expect(report.redMinutes).toBeGreaterThan(0);
  expect(world.log.red.since).toBeUndefined();
});

test("what no repair mends is taken back: integration gets green's tree, and the planner hears of it", async () => {
  await using swarm = await startSwarm({
    files,
    lines: [
      repairs,
      plans(price),
      writes(price, "price.txt", "2\n"),
      writes(mend, "note.txt", "it is hard\n"),
    ],
  });
  const number = await swarm.opensGoal(title, goal());
  const world = await swarm.ends();
  const report = await swarm.report();
  expect(
    report.tasks.map((task) => task.state),
    swarm.timeline.join("\n"),
  ).toEqual(["reverted", "reverted"]);
  const mirror = mirrorOf(swarm);
  const { base } = world.log;
  expect(await mirror.treeOf(report.integration ?? "")).toBe(await mirror.treeOf(base ?? ""));
  expect(report.green).toBe(report.integration);
  const seen = [...world.log.plans.values()].flatMap((plan) => [...plan.seen]);
  expect(seen).toContain(`reverted #${numberOf(world, price)}`);
  for (const task of report.tasks) {
    const { data: issue } = await swarm.embedded.human.issues.get({
      owner: where.owner,
      repo: where.name,
      issue_number: task.number,
    });
    expect(issue).toMatchObject({ state: "closed", state_reason: "not_planned" });
    expect(issue.body).toMatch(/\*\*Reverted\*\*/);
    expect(issue.body).not.toMatch(/\*\*Landed\*\*/);
    expect(world.tips.get(task.number)?.sha, `#${task.number} of #${number}`).toBe(report.integration);
  }
});

test("with gated landing the submission that breaks a check comes back, and integration is never red", async () => {
  await using swarm = await startSwarm({
    files,
    lines: [
      plans("Sell apples", price, "Sell pears"),
      writes("Sell apples", "apples.txt", "apples\n"),
      writes(price, "price.txt", "2\n", 1),
      writes(price, "price.txt", "1\n# one coin\n", 2),
      writes("Sell pears", "pears.txt", "pears\n"),
    ],
  });
  await swarm.opensGoal(title, goal("\n## Limits\n\n- landing: gated\n"));
  const world = await swarm.ends();
  const report = await swarm.report();
  expect(report.goal.state, swarm.timeline.join("\n")).toBe("done");
  expect(report.tasks.map((task) => [task.state, task.attempt])).toEqual([
    ["landed", 1],
    ["landed", 2],
    ["landed", 1],
  ]);
  expect(swarm.timeline.join("\n")).toContain("returned (red)");
  const mirror = mirrorOf(swarm);
  const commits = await mirror.chain(report.integration ?? "");
  expect(commits.length).toBeGreaterThanOrEqual(4);
  for (const commit of commits) expect(await mirror.readFile(commit.sha, "price.txt")).toMatch(/^1$/m);
  expect(report.redMinutes).toBe(0);
  expect(report.green).toBe(report.integration);
  const tested = world.log.checks.filter((run) => run.commit === report.integration);
  expect(tested).toMatchObject([{ why: "gate", red: false }]);
});
