/** What a person removes from the repository in the middle of a cycle, its milestone and our labels, keeps nothing from its end. */

import { expect, test } from "vitest";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import type { Sandbox } from "../../src/agent/sandbox/sandbox.ts";
import { labels } from "../../src/codec/labels.ts";
import { tasksOf } from "../../src/domain/task.ts";
import { says, startSwarm, where } from "../support/swarm.ts";

const at = { owner: where.owner, repo: where.name };
const title = "Sell apples and pears";
const ours = Object.values(labels).map(({ name }) => name);

const asks = (fruit: string, cycle: number) => {
  const task = { key: fruit, title: `Sell ${fruit}`, description: fruit, done_when: [fruit] };
  const turn = [{ create_task: task }, { finish: { done: true, hand_off: fruit } }];
  // Before the first answer somebody removes what its issues would carry.
  return says("planner", title, [turn], { cycle, attempt: 1, seconds: cycle === 1 ? 2 : 0.05 });
};
const writes = (fruit: string) => [
  { write_file: { path: `${fruit}.txt`, content: fruit } },
  { submit: { done: fruit } },
];

test("a goal whose milestone and labels are removed while it is planned, and while a worker works, is done", async () => {
  const [looking, removed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const real = noSandbox();
  const run: Sandbox["run"] = async (job) => {
    if (job.command !== "look") return real.run(job);
    looking.resolve();
    await removed.promise;
    return real.run({ ...job, command: "true" });
  };
  await using swarm = await startSwarm({
    sandbox: { ...real, run },
    files: { "a.txt": "a\n" },
    lines: [
      asks("apples", 1),
      asks("pears", 2),
      says("worker", "Sell apples", [[{ run: { command: "look" } }], writes("apples")]),
      says("worker", "Sell pears", [writes("pears")]),
    ],
  });
  const { issues } = swarm.embedded.human.rest;
  const removeLabels = async () => {
    const { data } = await issues.listLabelsForRepo({ ...at, per_page: 100 });
    for (const { name } of data)
      if (ours.some((one) => one === name) && name !== labels.goal.name)
        await issues.deleteLabel({ ...at, name });
  };
  await swarm.opensGoal(title, "Fruit.\n\n## Checks\n\n- `grep -q pears pears.txt`\n");
  const begun = await swarm.until(({ log }) => log.cycles.length === 1);
  await issues.deleteMilestone({ ...at, milestone_number: begun.log.cycles[0]?.milestone ?? 0 });
  await removeLabels();
  await looking.promise;
  await removeLabels();
  removed.resolve();

  const world = await swarm.ends();
  expect(world.log.closed?.state, swarm.timeline.join("\n")).toBe("done");
  const tasks = await Promise.all(
    tasksOf(world).map(async ({ number }) => (await issues.get({ ...at, issue_number: number })).data),
  );
  expect(
    tasks.map(({ title, state, milestone, labels: own }) => [
      ...[title, state, milestone?.number],
      ...own.map((label) => (typeof label === "string" ? label : label.name)),
    ]),
  ).toEqual([
    ["Sell apples", "closed", undefined, labels.task.name],
    ["Sell pears", "closed", 2, labels.task.name],
  ]);
});
