/** The judge is awake: what it passes on a goal that ended well, it does not pass once somebody does harm to it. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { plansOne, says, startSwarm, where } from "../support/swarm.ts";
import { type Place, readEvidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { Person } from "./person.ts";

const run = promisify(execFile);
const title = "Say b";
const task = "Write b";

test("a landed task's issue opened again as a duplicate and a branch left claimed are violations", {
  timeout: 60_000,
}, async () => {
  await using swarm = await startSwarm({
    files: { "a.txt": "a\n" },
    lines: [
      plansOne(title, task),
      says("worker", task, [[{ write_file: { path: "a.txt", content: "b\n" } }, { submit: { done: "b" } }]]),
    ],
  });
  const goal = await swarm.opensGoal(title, "Say it.\n\n## Checks\n\n- `grep b a.txt`\n");
  await swarm.ends();

  const { forge } = swarm.embedded;
  const folder = join(swarm.state, "forge");
  const place: Place = { folder, owner: where.owner, repository: where.name, goal };
  const { token } = forge.createUser("ada");
  const person = new Person({ url: forge.url, token }, where.owner, where.name);
  const evidence = () => readEvidence(place, person);
  const reference = await evidence();
  const broken = async () => judge(await evidence(), reference).map(({ invariant }) => invariant);
  await expect.poll(broken, { timeout: 10_000 }).toEqual([]);
  expect(reference.landed).toEqual([task]);
  await swarm.embedded.app.stop();

  const { human } = swarm.embedded;
  const at = { owner: where.owner, repo: where.name };
  const landed = reference.issues.find((issue) => issue.title === task)?.number ?? 0;
  const { data: copy } = await human.rest.issues.create({ ...at, title: task, labels: ["swarm:task"] });
  expect(await broken()).toEqual(["nothing-open"]);
  const untilCopy = await readEvidence({ ...place, next: copy.number }, person);
  expect(judge(untilCopy, reference), "a later goal's issues are judged with it").toEqual([]);
  const close = { ...at, issue_number: copy.number, state: "closed" } as const;
  await human.rest.issues.update({ ...close, state_reason: "completed" });
  expect(await broken()).toEqual(["closed-once"]);
  await human.rest.issues.update({ ...close, state: "open" });
  await human.rest.issues.update({ ...close, state_reason: "not_planned" });
  expect(await broken()).toEqual([]);
  await human.rest.issues.update({ ...at, issue_number: landed, state: "open" });
  expect(await broken()).toEqual(["nothing-open"]);
  await human.rest.issues.update({ ...at, issue_number: landed, state: "closed", state_reason: "completed" });
  expect(await broken()).toEqual([]);

  const bare = join(folder, "repos", where.owner, `${where.name}.git`);
  const env = {
    PATH: process.env.PATH,
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b.c",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b.c",
  };
  const git = async (...args: string[]) =>
    (await run("git", ["--git-dir", bare, ...args], { env })).stdout.trim();
  const { head, tree } = reference;
  const claim = await git(
    "commit-tree",
    tree,
    "-p",
    head,
    "-m",
    `claim #9\n\nSwarm-Claim: x\nSwarm-Instance: y`,
  );
  await git("update-ref", `refs/heads/swarm/${goal}/task-9`, claim);
  expect(await broken()).toEqual(["nothing-held"]);
  await git("update-ref", "-d", `refs/heads/swarm/${goal}/task-9`);

  const twice = await git("commit-tree", tree, "-p", head, "-m", `land again\n\nSwarm-Task: ${landed}`);
  await git("update-ref", `refs/heads/swarm/${goal}/integration`, twice);
  expect(await broken()).toEqual(["same-landings", "landed-once"]);
});
