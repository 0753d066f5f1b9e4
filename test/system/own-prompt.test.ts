/** Prompts that a repository brings in `.github/swarm`. */

import { expect, test } from "vitest";
import { says, startSwarm, where } from "../support/swarm.ts";

const title = "Say b";
const goal = "Say it.\n\n## Checks\n\n- `grep b a.txt`\n";
const planner = (head: string) => `---\nrole: planner\ninputs: []\n${head}\n---\nPlan in one step.\n`;
const files = (prompt: string) => ({ "a.txt": "a\n", ".github/swarm/planner.md": prompt });

test("its own prompt replaces ours", async () => {
  await using swarm = await startSwarm({
    files: files(planner("maxTurns: 1")),
    lines: [
      says("planner", title, [[{ list_files: {} }], [{ finish: { done: true, hand_off: "too late" } }]]),
    ],
  });
  await swarm.opensGoal(title, goal);
  const { log } = await swarm.ends();
  expect(log.closed?.why).toContain("The limit of 1 steps was reached");
});

test("one that cannot be used is said on the goal, which does not begin", async () => {
  await using swarm = await startSwarm({ files: files(planner("turns: 1")), lines: [] });
  const issue_number = await swarm.opensGoal(title, goal);
  await swarm.until((world) => world.log.refused.size > 0);
  const comments = async () => {
    const at = { owner: where.owner, repo: where.name, issue_number };
    return (await swarm.embedded.human.issues.listComments(at)).data.map((comment) => comment.body);
  };
  await expect.poll(comments).toMatchObject([expect.stringContaining("The prompt planner.md is not usable")]);
});

test("a planner is told why a worker failed", async () => {
  const create = (key: string, title: string) => ({
    create_task: { key, title, description: "b", done_when: ["b"] },
  });
  const finish = { finish: { done: true, hand_off: "planned" } };
  await using swarm = await startSwarm({
    files: {
      "a.txt": "a\n",
      ".github/swarm/worker.md": "---\nrole: worker\ninputs: []\nmaxTurns: 1\n---\nWork in one step.\n",
    },
    lines: [
      says("planner", title, [[create("slow", "Read and write b"), finish]], { attempt: 1 }),
      {
        ...says("planner", title, [[create("fast", "Write b"), finish]], { attempt: 2 }),
        when: { contains: "The limit of 1 steps was reached" },
      },
      says("worker", "Read and write b", [[{ list_files: {} }], [{ submit: { done: "too late" } }]]),
      says("worker", "Write b", [
        [{ write_file: { path: "a.txt", content: "b\n" } }, { submit: { done: "b" } }],
      ]),
    ],
  });
  await swarm.opensGoal(title, goal);
  await swarm.ends();
  const { tasks } = await swarm.report();
  expect(tasks, swarm.timeline.join("\n")).toMatchObject([
    { title: "Read and write b", state: "ended", reason: "failed" },
    { title: "Write b", state: "landed" },
  ]);
});
