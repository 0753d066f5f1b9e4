/** The app keeps out of public repositories when its sandbox is not strong, and says why; cold-start.test.ts is the control. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { startForge } from "../../src/forge/forge.ts";
import { aColdApp, Events } from "../support/cold-app.ts";

test("T30: no goal of a public repository is opened without a strong sandbox, and none is written to", async () => {
  await using started = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "stigmergy-public-"));
  started.defer(() => rm(dir, { recursive: true, force: true }));
  const forge = await startForge({ dir: join(dir, "forge"), port: 0 });
  started.defer(() => forge.close());
  const { token } = forge.createUser("ada");
  await forge.createRepository("acme", "kitchen", { collaborators: { ada: "admin" } });
  const login = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9" });
  forge.install("stigmergy", "acme/kitchen");
  const ada = new Octokit({ auth: token, baseUrl: `${forge.url}/api/v3` });
  const goal = { owner: "acme", repo: "kitchen", title: "Cook", labels: ["swarm:goal"] };
  await ada.rest.issues.create(goal);
  const events = new Events();
  const from = forge.journal.calls().length;
  const app = await aColdApp({
    ...{ url: forge.url, gitUrl: forge.url, login, state: join(dir, "kept"), watch: events.watch },
    notInPublic: "The sandbox is weak.",
  });
  started.defer(() => app.stop());

  const trouble = events.next("trouble");
  app.sweep();
  await trouble;
  expect(events.troubles).toEqual(["opening the goal: KeptPrivate: The sandbox is weak."]);
  const calls = forge.journal.calls().slice(from);
  const writes = calls.filter(({ method, path }) => method !== "GET" && !path.endsWith("/access_tokens"));
  expect(writes).toEqual([]);
});
