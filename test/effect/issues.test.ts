/** Issues that were made are in the log, whatever happened to those after them. */

import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { parseMarker } from "../../src/codec/marker.ts";
import { createIssues } from "../../src/decide/record.ts";
import { GitHub } from "../../src/effect/github.ts";
import * as effect from "../../src/effect/issues.ts";
import type { Outside } from "../../src/effect/outside.ts";
import { startForge } from "../../src/forge/forge.ts";
import { KeptIn } from "../../src/gate/leak.ts";
import { seed } from "../forge/ground.ts";
import { aWorld, planned, taskIntent } from "../support/builders.ts";
import { aGround } from "./ground.ts";

test("T44: when an hour takes no more issues, those that it took are recorded", async () => {
  await using ground = await aGround();
  const world = aWorld({ after: [planned({ intents: [35, 36, 37].map((number) => taskIntent(number)) })] });
  const [command] = createIssues(world);
  let made = 100;
  const github = {
    createIssue: async () => {
      if (made === 102) throw new KeptIn("This hour's 2 issues are used up.");
      made += 1;
      return { number: made };
    },
  };
  const outside = { ...ground.one, github } as unknown as Outside;
  const work = effect.createIssues(outside, world, command?.kind === "create-issues" ? command.planned : []);
  await expect(work).rejects.toThrow("used up");
  const entries = await ground.one.log.read(await ground.one.mirror.remoteTip("swarm/12/log"));
  expect(entries.map((entry) => entry.kind === "recorded" && [entry.name, entry.number])).toEqual([
    [taskIntent(35).name, 101],
    [taskIntent(36).name, 102],
  ]);
});

test("beside a goal that takes no more sub-issues tasks are made all the same, and say what they are part of", async () => {
  await using ground = await aGround();
  const forge = await startForge({ dir: `${ground.dir}/github` });
  try {
    await forge.createRepository("acme", "shop", { from: await seed(ground.dir), ref: "main" });
    const at = { owner: "acme", repo: "shop" };
    const { token } = forge.createUser("acme");
    const acme = new Octokit({ auth: token, baseUrl: `${forge.url}/api/v3` });
    const github = new GitHub(acme, at);
    const { data: issue } = await acme.rest.issues.create({ ...at, title: "A shop" });
    const own = { title: "Mine", body: "", label: "swarm:task", milestone: undefined };
    for (let made = 0; made < 99; made++) await github.createIssue({ ...own, parent: issue.node_id });

    const plain = aWorld({ after: [planned({ intents: [35, 36].map((number) => taskIntent(number)) })] });
    const goal = { ...plain.goal, nodeId: issue.node_id };
    const world = { ...plain, goal, issues: new Map([...plain.issues, [goal.number, goal]]) };
    const outside = { ...ground.one, github } as unknown as Outside;
    const [command] = createIssues(world);
    await effect.createIssues(outside, world, command?.kind === "create-issues" ? command.planned : []);
    const entries = await ground.one.log.read(await ground.one.mirror.remoteTip("swarm/12/log"));
    expect(entries.map(({ kind }) => kind)).toEqual(["recorded", "recorded"]);
    const last = entries.map((entry) => (entry.kind === "recorded" ? Number(entry.number) : 0));
    const [within, beside] = await Promise.all(
      last.map(async (issue_number) => (await acme.rest.issues.get({ ...at, issue_number })).data),
    );
    expect(within).toMatchObject({ parent_issue_url: expect.stringMatching(`/${issue.number}$`) });
    expect(within?.body).not.toContain("Part of");
    expect(beside).not.toMatchObject({ parent_issue_url: expect.anything() });
    expect(beside?.body).toContain("**Part of:** #12\n");
    // Found again by it, should the log not have heard of it.
    expect(parseMarker(beside?.body ?? "", "s")).toMatchObject({ name: taskIntent(36).name });
  } finally {
    await forge.close();
  }
});

test.each([
  ["UNPROCESSABLE", "was submitted too quickly"],
  ["FORBIDDEN", "Resource not accessible by integration"],
])("what GitHub refuses for the moment (%s: %s) is not made beside its plan", async (type, message) => {
  await using ground = await aGround();
  const world = aWorld({ after: [planned({ intents: [taskIntent(35)] })] });
  const asked: unknown[] = [];
  const createIssue = async ({ parent }: { parent: string | undefined }) => {
    asked.push(parent);
    throw Object.assign(new Error(message), { errors: [{ type, message }] });
  };
  const outside = { ...ground.one, github: { createIssue } } as unknown as Outside;
  const [command] = createIssues(world);
  const wanted = command?.kind === "create-issues" ? command.planned : [];
  await expect(effect.createIssues(outside, world, wanted)).rejects.toThrow(message);
  expect(asked).toEqual([world.goal.nodeId]);
});
