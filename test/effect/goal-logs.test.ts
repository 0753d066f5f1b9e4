/** Goals found by their log branches, whatever their issues carry. */

import nock from "nock";
import { ProbotOctokit } from "probot";
import { expect, test } from "vitest";
import { GitHub } from "../../src/effect/github.ts";
import { gateApi } from "../../src/gate/api.ts";
import { Secrets } from "../../src/gate/secrets.ts";
import { startGround, widgets } from "../forge/ground.ts";

const hour = 3_600_000;
const home = { server: "https://forge.example", ...widgets };
const gate = { home, secrets: new Secrets(), secret: "s", now: () => 0 };
const hence = (time: number): string => new Date(Date.now() + time).toISOString();

test("a goal's log tells of it through the gate, and a request tells which goals are open or changed of late", async () => {
  await using ground = await startGround();
  const { issues, git } = ground.as("ada").rest;
  const { data } = await git.getRef({ ...widgets, ref: "heads/main" });
  const branches = [
    "swarm/1/log",
    "swarm/1/task-2",
    "swarm/2/log",
    "swarm/3/green",
    "swarm/x/log",
    "swarm/9/log",
  ];
  for (const branch of branches)
    await git.createRef({ ...widgets, ref: `refs/heads/${branch}`, sha: data.object.sha });
  for (const title of ["open", "closed"]) await issues.create({ ...widgets, title });
  await issues.update({ ...widgets, issue_number: 2, state: "closed" });

  const { logs } = new GitHub(gateApi(ground.installation(), gate), widgets);
  const goals = await logs.goals();
  expect(goals).toEqual([9, 2, 1]);
  const before = ground.forge.journal.calls().length;
  expect(await logs.current(goals, hence(hour))).toEqual([1]);
  expect(ground.forge.journal.calls().length - before).toBe(1);
  expect(await logs.current(goals, hence(-hour))).toEqual([2, 1]);
  expect(await logs.current([], hence(-hour))).toEqual([]);
});

test("a repository without a commit has no goal, and is asked once", async () => {
  nock.disableNetConnect();
  const route = "/repos/acme/widgets/git/matching-refs/heads%2Fswarm%2F";
  nock("https://api.github.com").get(route).reply(409, { message: "Git Repository is empty." });
  const { logs } = new GitHub(new ProbotOctokit(), widgets);
  expect(await logs.goals()).toEqual([]);
  nock.enableNetConnect();
});
