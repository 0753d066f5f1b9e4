/** Setup commands as a goal's text asks for them. */

import { expect, test } from "vitest";
import { plansOne, says, startSwarm, where } from "../support/swarm.ts";

const title = "Use the tool";
const goal = (setup: string) => `Use it.

## Checks

- \`test "$(cat tool/version)" = 7\`

## Setup

- \`${setup}\`
`;

test("a setup that fails ends the goal, and its output says why", async () => {
  await using swarm = await startSwarm({ files: { "a.txt": "a\n" }, lines: [] });
  const number = await swarm.opensGoal(title, goal("echo the shelf is empty; exit 3"));
  const { log } = await swarm.ends();
  expect(log.closed?.state).toBe("failed");
  expect(log.cycles).toEqual([]);
  const { data } = await swarm.embedded.human.issues.listComments({
    owner: where.owner,
    repo: where.name,
    issue_number: number,
  });
  const last = data.at(-1)?.body ?? "";
  expect(last).toContain("ended with exit code 3");
  expect(last).toContain("the shelf is empty");
});

test("what setup makes is there for checks, and stays out of what lands", async () => {
  await using swarm = await startSwarm({
    files: { "a.txt": "a\n" },
    lines: [
      plansOne(title, "Say b"),
      says("worker", "Say b", [
        [{ run: { command: "cat tool/version" } }],
        [{ write_file: { path: "a.txt", content: "b\n" } }, { submit: { done: "b" } }],
      ]),
    ],
  });
  await swarm.opensGoal(title, goal("mkdir tool; echo 7 > tool/version"));
  const world = await swarm.ends();
  expect(world.log.closed?.state, swarm.timeline.join("\n")).toBe("done");
  const report = await swarm.report();
  expect(report.tasks.map((task) => task.state)).toEqual(["landed"]);
  const { data } = await swarm.embedded.human.repos.getContent({
    owner: where.owner,
    repo: where.name,
    path: "",
    ref: report.integration ?? "",
  });
  expect(Array.isArray(data) && data.map((file) => file.name)).toEqual(["a.txt"]);
});
