/** Every write of the swarm comes back to it as a webhook: only what others did is a reason to look. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { probotFor } from "../../src/cli/embedded.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import type { LaneEvent } from "../../src/engine.ts";
import { startForge } from "../../src/forge/forge.ts";
import { aColdApp, Events } from "../support/cold-app.ts";
import { repositoryOf } from "../support/swarm.ts";

const at = { owner: "acme", repo: "kitchen" };

test("what the app did at an issue, and a push that it has read, wake no lane; what a person did wakes it", async () => {
  await using started = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "stigmergy-echo-"));
  started.defer(() => rm(dir, { recursive: true, force: true }));
  const forge = await startForge({ dir: join(dir, "forge"), port: 0 });
  started.defer(() => forge.close());
  const { token } = forge.createUser("ada");
  const from = await repositoryOf(dir, { "a.txt": "a\n" });
  await forge.createRepository(at.owner, at.repo, { from, collaborators: { ada: "admin" } });
  const login = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9" });
  const installation = { id: forge.install("stigmergy", "acme/kitchen").installationId };
  const ada = new Octokit({ auth: token, baseUrl: `${forge.url}/api/v3` });
  const body = "## Limits\n\n- cycles: none\n";
  const { data: issue } = await ada.rest.issues.create({
    ...at,
    title: "Cook",
    body,
    labels: ["swarm:goal"],
  });
  const events = new Events();
  let worlds = 0;
  const watch = (event: LaneEvent) => {
    if (event.kind === "world") worlds += 1;
    events.watch(event);
  };
  const probot = probotFor(forge, login);
  const app = await aColdApp({ url: forge.url, gitUrl: forge.url, login, state: dir, watch, probot });
  started.defer(() => app.stop());
  let settled = events.next("settled");
  app.sweep();
  await settled;

  const { data: repository } = await ada.rest.repos.get(at);
  const said = await ada.rest.issues.listComments({ ...at, issue_number: issue.number });
  const bot = said.data[0]?.user;
  expect(bot?.type).toBe("Bot");
  const { data: log } = await ada.rest.git.getRef({ ...at, ref: `heads/swarm/${issue.number}/log` });
  const hear = (name: "issues" | "push", more: object) =>
    probot.receive({ id: name, name, payload: { repository, installation, ...more } } as never);
  const read = worlds;
  await hear("issues", { issue, sender: bot });
  await hear("push", { ref: log.ref, after: log.object.sha, sender: bot });
  // A lane that had woken would have read its world before this reader has fetched as often.
  const basic = Buffer.from(`ada:${token}`).toString("base64");
  const url = `${forge.url}/acme/kitchen.git`;
  const reader = new GitMirror(join(dir, "reader.git"), url, async () => `Authorization: Basic ${basic}`);
  await reader.prepare();
  for (let times = 0; times < 10; times++) await reader.fetch(["*"]);
  expect(worlds).toBe(read);
  settled = events.next("settled");
  await hear("issues", { issue, sender: issue.user });
  await settled;
  expect(worlds).toBe(read + 1);
  settled = events.next("settled");
  await hear("push", { ref: log.ref, after: "1".repeat(40), sender: bot });
  await settled;
  expect(worlds).toBe(read + 2);
});
