/** Apps: login, tokens, webhooks, and a forge that is started again. */

import { createHmac, generateKeyPairSync } from "node:crypto";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startForge } from "../../src/forge/forge.ts";
import { appClient, client, git, startGround, statusOf, widgets } from "./ground.ts";

test("an app logs in with its key, and a token does no more than it was made for", async () => {
  await using ground = await startGround();
  const app = appClient(ground.forge, ground.app);
  expect((await app.rest.apps.getAuthenticated()).data?.slug).toBe("swarm");
  const { data: found } = await app.rest.apps.getRepoInstallation(widgets);
  const { data: token } = await app.rest.apps.createInstallationAccessToken({
    installation_id: found.id,
    repositories: ["widgets"],
    permissions: { contents: "read" },
  });
  const small = client(ground.forge, token.token);
  expect((await small.rest.repos.getBranch({ ...widgets, branch: "main" })).status).toBe(200);
  expect(await statusOf(small.rest.issues.create({ ...widgets, title: "no" }))).toBe(403);
  const tooMuch = { installation_id: found.id, permissions: { administration: "write" as const } };
  expect(await statusOf(app.rest.apps.createInstallationAccessToken(tooMuch))).toBe(422);
});

test("a token cannot write to another repository, and a stranger's key is refused", async () => {
  await using ground = await startGround();
  await ground.forge.createRepository("acme", "other", {});
  const other = { owner: "acme", repo: "other" };
  expect(await statusOf(ground.installation().rest.issues.create({ ...other, title: "no" }))).toBe(403);
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const stranger = appClient(ground.forge, { appId: ground.app.appId, privateKey });
  expect(await statusOf(stranger.rest.apps.getAuthenticated())).toBe(401);
});

test("an installation token ends after an hour, for the API and for git", async () => {
  let later = 0;
  await using ground = await startGround({ clock: () => Date.now() + later });
  const { token } = (await ground.installation().auth({ type: "installation" })) as { token: string };
  const askGit = async () => {
    const authorization = `Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
    const url = `${ground.forge.url}/acme/widgets.git/info/refs?service=git-receive-pack`;
    return (await fetch(url, { headers: { authorization } })).status;
  };
  expect(await askGit()).toBe(200);
  later = 3_601_000;
  expect(await askGit()).toBe(401);
  expect(await statusOf(client(ground.forge, token).rest.repos.get(widgets))).toBe(401);
});

test("webhooks come signed and in order, to the app that is installed", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  await ada.rest.issues.create({ ...widgets, title: "Goal", labels: ["swarm:goal"] });
  await ada.rest.issues.createComment({ ...widgets, issue_number: 1, body: "hello" });
  const received = await ground.hooks.until(5);
  const told = received.map(({ event, body }) => `${event}.${JSON.parse(body).action}`);
  expect(told).toEqual([
    "installation.created",
    "label.created",
    "issues.opened",
    "issues.labeled",
    "issue_comment.created",
  ]);
  for (const { headers, body } of received) {
    const digest = createHmac("sha256", ground.app.webhookSecret).update(body).digest("hex");
    expect(headers["x-hub-signature-256"]).toBe(`sha256=${digest}`);
    expect(headers["user-agent"]).toMatch(/^GitHub-Hookshot\//);
    expect(JSON.parse(body).installation.id).toBe(ground.installationId);
  }
  expect(new Set(received.map(({ headers }) => headers["x-github-delivery"])).size).toBe(5);
});

test("a push is told as create and push, with its commits", async () => {
  await using ground = await startGround();
  await git(ground.place.path, "clone", "--quiet", ground.remote("ada"), "work");
  const work = join(ground.place.path, "work");
  await git(work, "commit", "--quiet", "--allow-empty", "--message=second\n\nSwarm-Task: 1");
  await git(work, "push", "--quiet", "origin", "HEAD:refs/heads/topic");
  await git(work, "push", "--quiet", "origin", ":refs/heads/topic");
  const received = await ground.hooks.until(5);
  const bodies = received.map(({ event, body }) => ({ event, ...JSON.parse(body) }));
  expect(bodies.map(({ event, ref }) => `${event} ${ref}`)).toEqual([
    "installation undefined",
    "create topic",
    "push refs/heads/topic",
    "delete topic",
    "push refs/heads/topic",
  ]);
  expect(bodies[2].commits.map((commit: { message: string }) => commit.message)).toEqual([
    "second\n\nSwarm-Task: 1",
  ]);
});

test("a forge opened again goes on: same tokens, ids, secret, and numbers that continue", async () => {
  await using ground = await startGround();
  const { data: before } = await ground.as("ada").rest.issues.create({ ...widgets, title: "One" });
  const { token } = (await ground.installation().auth({ type: "installation" })) as { token: string };
  await ground.forge.close();
  appendFileSync(join(ground.dir, "state.jsonl"), '["issues",{"id":99');
  const again = await startForge({ dir: ground.dir });
  try {
    expect(again.createApp({ slug: "swarm", webhookUrl: ground.hooks.url })).toEqual(ground.app);
    expect(again.install("swarm", "acme/widgets").installationId).toBe(ground.installationId);
    const swarm = client(again, token);
    const { data: kept } = await swarm.rest.issues.get({ ...widgets, issue_number: 1 });
    expect([kept.id, kept.title]).toEqual([before.id, "One"]);
    const { data: next } = await swarm.rest.issues.create({ ...widgets, title: "Two" });
    expect(next.number).toBe(2);
    expect(next.id).toBeGreaterThan(before.id);
    expect(again.journal.calls().filter((call) => call.route === "issues/create")).toHaveLength(2);
  } finally {
    await again.close();
  }
});
