/** Two tasks on the same lines at the same time: whoever lands second solves the conflict itself, and both sides survive. */

import { expect } from "vitest";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { mirrorFolder } from "../../src/effect/mirrors.ts";
import { says, startSwarm, where } from "./swarm.ts";

const goal = "Sell apples and pears";
const apples = "Sell apples";
const pears = "Sell pears";
const both = 'export const shelf = ["apples", "pears"];\n';

const work = (title: string, fruit: string) => [
  says(
    "worker",
    title,
    [
      [{ read_file: { path: "shelf.js" } }],
      [{ write_file: { path: "shelf.js", content: `export const shelf = ["${fruit}"];\n` } }],
      [{ submit: { done: `${fruit} are on the shelf` } }],
    ],
    { attempt: 1, seconds: 0.15 },
  ),
  says(
    "worker",
    title,
    [
      [{ read_file: { path: "shelf.js" } }],
      [{ write_file: { path: "shelf.js", content: both } }],
      [{ submit: { done: "both are on the shelf" } }],
    ],
    { attempt: 2 },
  ),
];

const lines = [
  says(
    "planner",
    goal,
    [
      [
        {
          create_task: {
            key: "apples",
            title: apples,
            description: "Put apples on the shelf.",
            done_when: ["apples"],
          },
        },
        {
          create_task: {
            key: "pears",
            title: pears,
            description: "Put pears on the shelf.",
            done_when: ["pears"],
          },
        },
        { finish: { done: true, hand_off: "one fruit each" } },
      ],
    ],
    { attempt: 1 },
  ),
  ...work(apples, "apples"),
  ...work(pears, "pears"),
];

/** Plays the conflict with delays drawn from this seed, and checks all that must hold. */
export async function conflictStory(seed: number): Promise<void> {
  await using swarm = await startSwarm({
    files: { "shelf.js": "export const shelf = [];\n" },
    lines,
    seed,
  });
  await swarm.opensGoal(
    goal,
    "Both on one shelf.\n\n## Checks\n\n- `grep -q apples shelf.js && grep -q pears shelf.js`\n",
  );
  await swarm.ends();
  const report = await swarm.report();
  expect(report.goal.state, swarm.timeline.join("\n")).toBe("done");
  expect(report.tasks.map((task) => task.state)).toEqual(["landed", "landed"]);
  expect(report.tasks.map((task) => task.conflicts).sort()).toEqual([0, 1]);
  expect(report.tasks.map((task) => task.attempt).sort()).toEqual([1, 2]);

  const mirror = new GitMirror(
    mirrorFolder(swarm.state, { owner: where.owner, repo: where.name }),
    "",
    async () => "",
  );
  expect(await mirror.readFile(report.integration ?? "", "shelf.js")).toBe(both);
  const commits = await mirror.chain(report.integration ?? "");
  const merges = commits.filter((commit) => commit.parents.length > 1);
  const bases = await Promise.all(merges.map((merge) => claimBase(mirror, merge.parents[1] ?? "")));
  expect(new Set(bases).size, "both began before either landed").toBe(1);
}

/** What a task branch's first claim stands on. */
async function claimBase(mirror: GitMirror, submission: string): Promise<string | undefined> {
  const commits = await mirror.chain(submission);
  const claim = commits.find((commit) => /^Swarm-Attempt: 1$/m.test(commit.message));
  return claim?.parents[0];
}
