/** The judge is awake: what it passes on a goal that ended well, it does not pass once somebody does harm to it. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { type Place, readEvidence } from "../chaos/evidence.ts";
import { judge } from "../chaos/judge.ts";
import { Person } from "../chaos/person.ts";
import { plansOne, says, startSwarm, where } from "../support/swarm.ts";

const run = promisify(execFile);
const title = "Say b";
const task = "Write b";

test("each harm that is done to a goal that ended well is a violation by its name", {
  timeout: 120_000,
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
  const raw = await human.rest.issues.get({ ...at, issue_number: landed });
  const text = { title: task, body: raw.data.body ?? "", labels: ["swarm:task"] };
  const { data: copy } = await human.rest.issues.create({ ...at, ...text });
  expect(await broken()).toEqual(["nothing-open", "issue-once"]);
  const close = { ...at, issue_number: copy.number, state: "closed" } as const;
  await human.rest.issues.update({ ...close, state_reason: "completed" });
  expect(await broken()).toEqual(["closed-once", "issue-once"]);
  await human.rest.issues.update({ ...close, body: text.body.replace(/stigmergy \d+/, "stigmergy 99") });
  expect(await broken(), "another goal's issues are not judged with it").toEqual([]);
  await human.rest.issues.update({ ...close, body: text.body, state: "open" });
  await human.rest.issues.update({ ...close, state_reason: "not_planned" });
  expect(await broken()).toEqual([]);
  await human.rest.issues.update({ ...at, issue_number: landed, state: "open" });
  expect(await broken()).toEqual(["nothing-open"]);
  await human.rest.issues.update({ ...at, issue_number: landed, state: "closed", state_reason: "completed" });
  expect(await broken()).toEqual([]);

  const said = reference.comments.find((comment) => comment.includes("stigmergy")) ?? "";
  const comment = { ...at, issue_number: goal, body: said };
  const again = await human.rest.issues.createComment(comment);
  expect(await broken()).toContain("comment-once");
  expect(await broken()).toContain("said-once");
  await human.rest.issues.deleteComment({ ...at, comment_id: again.data.id });
  const elsewhere = await human.rest.issues.createComment({ ...comment, issue_number: landed });
  expect(await broken(), "on another issue").toEqual(["said-once"]);
  await human.rest.issues.deleteComment({ ...at, comment_id: elsewhere.data.id });
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
  const push = (branch: string, sha: string) =>
    git("push", "--quiet", remote(), `+${sha}:refs/heads/swarm/${goal}/${branch}`);
  const remote = () => `${forge.url.replace("//", `//x:${token}@`)}/${where.owner}/${where.name}.git`;
  const claim = await git(
    ...["commit-tree", tree, "-p", head, "-m"],
    "claim #9\n\nSwarm-Claim: x\nSwarm-Instance: y",
  );
  await push("task-9", claim);
  expect(await broken()).toEqual(["nothing-held"]);
  await git("update-ref", "-d", `refs/heads/swarm/${goal}/task-9`);
  expect(await broken(), "what was pushed is gone").toEqual(["nothing-lost"]);
  const end = await git("commit-tree", tree, "-p", claim, "-m", "end #9\n\nSwarm-End: failed");
  await push("task-9", end);
  expect(await broken()).toEqual([]);
  const late = await git("commit-tree", tree, "-p", end, "-m", "claim #9\n\nSwarm-Claim: z");
  await push("task-9", late);
  expect(await broken()).toEqual(["nothing-held", "never-redone"]);
  await push("task-9", await git("commit-tree", tree, "-p", late, "-m", "end #9\n\nSwarm-End: failed"));
  expect(await broken()).toEqual(["never-redone"]);

  const twice = await git("commit-tree", tree, "-p", head, "-m", `land again\n\nSwarm-Task: ${landed}`);
  await git("update-ref", `refs/heads/swarm/${goal}/integration`, twice);
  expect(await broken()).toEqual(["same-landings", "landed-once", "never-redone"]);
});
