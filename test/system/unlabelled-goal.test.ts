/** A person takes a running goal's label off while nobody is there to see it: whoever begins finds the goal by its log. */

import { expect, test } from "vitest";
import { plansOne, says, startSwarm, where } from "../support/swarm.ts";

const title = "Say b";
const minute = 60_000;

test("a goal whose label was taken off while no process ran is done by the next one, and carries its label again", {
  timeout: 120_000,
}, async () => {
  await using swarm = await startSwarm({
    files: { "a.txt": "a\n" },
    lines: [
      plansOne(title, "Write b"),
      says("worker", "Write b", [[{ submit: { done: "never said" } }]], { attempt: 1, seconds: 600 }),
      says(
        "worker",
        "Write b",
        [[{ write_file: { path: "a.txt", content: "b\n" } }, { submit: { done: "b" } }]],
        { attempt: 2 },
      ),
    ],
  });
  const goal = await swarm.opensGoal(title, "Say it.\n\n## Checks\n\n- `grep b a.txt`\n");
  await swarm.until((world) => [...world.tips.values()].some((tip) => tip.state.kind === "claimed"));
  await swarm.embedded.app.stop();
  const { human, forge } = swarm.embedded;
  const { issues } = human.rest;
  const at = { owner: where.owner, repo: where.name, issue_number: goal };
  await issues.setLabels({ ...at, labels: ["urgent"] });

  let clock = 0;
  swarm.joins("two", () => clock);
  await swarm.until((world) => world.instance === "two");
  clock = 11 * minute;
  const { log } = await swarm.ends();
  expect([log.closed?.state, log.steward], swarm.timeline.join("\n")).toEqual(["done", "two"]);

  const calls = (route: string) => forge.journal.calls().filter((call) => call.route === route).length;
  const sweeps = calls("apps/list-installations") + 5;
  await expect.poll(() => calls("apps/list-installations"), { timeout: 30_000 }).toBeGreaterThan(sweeps);
  expect(calls("git/list-matching-refs")).toBe(2);
  const { data } = await issues.get(at);
  expect(data.labels.map((label) => (typeof label === "string" ? label : label.name)).sort()).toEqual([
    "swarm:goal",
    "urgent",
  ]);
  const told = await issues.listEventsForTimeline({ ...at, per_page: 100 });
  const labelled = told.data.flatMap((one) =>
    one.event === "labeled" && "actor" in one ? (one.actor?.login ?? []) : [],
  );
  expect(labelled).toEqual(["ada", "ada", "stigmergy[bot]"]);
  const changes = forge.journal
    .calls()
    .filter(({ route, issue }) => route === "issues/update" && issue === goal);
  expect(changes.map(({ actor }) => actor)).toEqual(["stigmergy[bot]"]);
});
