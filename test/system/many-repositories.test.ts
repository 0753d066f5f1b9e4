/** One app in several repositories: each has its own folders, whatever its name. */

import { existsSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { probotFor } from "../../src/cli/embedded.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { GitHub } from "../../src/effect/github.ts";
import { mirrorFolder } from "../../src/effect/mirrors.ts";
import { type Forge, startForge } from "../../src/forge/forge.ts";
import { client, git, scratch, seed } from "../forge/ground.ts";
import { aColdApp } from "../support/cold-app.ts";

const patience = { interval: 20, timeout: 20_000 };

/** A forge with an app that nothing tells of events, and goal `number` in each of these repositories. */
async function startApp(repositories: Readonly<Record<string, number>>) {
  const started = new AsyncDisposableStack();
  const place = started.use(scratch());
  const forge = await startForge({ dir: `${place.path}/forge` });
  started.defer(() => forge.close());
  const login = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9/nowhere" });
  const source = await seed(place.path);
  let installation = 0;
  for (const [name, goal] of Object.entries(repositories)) {
    const [owner = "", repo = ""] = name.split("/");
    await git(source, "commit", "--quiet", "--allow-empty", `--message=${name}`);
    await forge.createRepository(owner, repo, { from: source, ref: "main" });
    const { issues } = client(forge, forge.createUser(owner).token).rest;
    for (let number = 1; number < goal; number++) await issues.create({ owner, repo, title: "no goal" });
    await issues.create({ owner, repo, title: "goal", body: "Say it.", labels: ["swarm:goal"] });
    installation = forge.install("stigmergy", name).installationId;
  }
  const seen = new Set<number>();
  const worlds = new Map<number, number>();
  const troubles: string[] = [];
  const probot = probotFor(forge, login);
  const state = `${place.path}/cold`;
  const app = await aColdApp({
    ...{ url: forge.url, gitUrl: forge.url, login, state, probot },
    watch: (event) => {
      if (event.kind === "world")
        worlds.set(event.world.goal.number, (worlds.get(event.world.goal.number) ?? 0) + 1);
      if (event.kind === "world" && event.world.logTip) seen.add(event.world.goal.number);
      if (event.kind === "trouble") troubles.push(`${event.what}: ${event.error}`);
    },
  });
  started.defer(() => app.stop());
  return {
    app,
    forge,
    installation,
    probot,
    state,
    seen,
    worlds,
    troubles,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

test("repositories whose names differ only in where the owner ends share no folder", async () => {
  await using swarm = await startApp({ "acme-tools/api": 1, "acme/tools-api": 2 });
  swarm.app.sweep();
  await expect.poll(() => swarm.seen, patience).toEqual(new Set([1, 2]));
  for (const [owner, repo] of [
    ["acme-tools", "api"],
    ["acme", "tools-api"],
  ] as const) {
    const mirror = new GitMirror(mirrorFolder(swarm.state, { owner, repo }), "", async () => "");
    expect((await mirror.read(await mirror.head("main")))?.message).toBe(`${owner}/${repo}\n`);
  }
});

test("one that GitHub blocks is told of and keeps no other waiting", async () => {
  await using swarm = await startApp({ "acme/blocked": 1, "acme/shop": 2 });
  const { app, probot, seen } = swarm;
  const warn = vi.spyOn(probot.log, "warn").mockReturnValue();
  const { labelled } = GitHub.prototype;
  const list = vi.spyOn(GitHub.prototype, "labelled").mockImplementation(async function (
    this: GitHub,
    ...asked
  ) {
    if (this.repository.repo === "blocked") throw new Error("Repository access blocked");
    return labelled.apply(this, asked);
  });
  onTestFinished(() => list.mockRestore());
  app.sweep();
  await expect.poll(() => seen, patience).toEqual(new Set([2]));
  const told = { repository: "acme/blocked", error: "Error: Repository access blocked" };
  expect(warn.mock.calls.map(([what]) => what)).toEqual([expect.objectContaining(told)]);
});

test("T55: a goal goes on when the default branch is renamed", async () => {
  await using swarm = await startApp({ "acme/shop": 1 });
  const { app, forge, seen, troubles } = swarm;
  app.sweep();
  await expect.poll(() => seen, patience).toEqual(new Set([1]));
  await forge.rename("acme/shop", { defaultBranch: "trunk" });
  const looks = forge.journal.calls().length;
  await expect
    .poll(() => {
      app.sweep();
      return forge.journal
        .calls()
        .slice(looks)
        .map((call) => call.route);
    }, patience)
    .toContain("repos/get");
  seen.clear();
  await expect.poll(() => app.sweep() ?? seen, patience).toEqual(new Set([1]));
  expect(troubles).toEqual([]);
});

test("T55: a renamed repository is looked at under its new name only, and late hints of the old one change nothing", async () => {
  await using swarm = await startApp({ "acme/shop": 1 });
  const { app, forge, probot, seen } = swarm;
  const data = await shown(forge);
  const hint = async () => {
    const payload = { action: "edited", repository: data, installation: { id: swarm.installation } };
    await probot.receive({ id: "1", name: "issues", payload } as unknown as Parameters<
      typeof probot.receive
    >[0]);
  };
  app.sweep();
  await expect.poll(() => seen, patience).toEqual(new Set([1]));
  await forge.rename("acme/shop", { name: "store" });
  seen.clear();
  await expect.poll(() => app.sweep() ?? seen, patience).toEqual(new Set([1]));
  const asked = () => forge.journal.calls().filter((call) => call.route === "issues/list-comments-for-repo");
  const before = asked().length;
  // A lane that is left under the old name would look again at each hint.
  const looks = () =>
    hint().then(() =>
      asked()
        .slice(before)
        .map((call) => call.status),
    );
  await expect.poll(async () => (await looks()).length, patience).toBeGreaterThan(3);
  expect(await looks()).not.toContain(404);
  expect(existsSync(mirrorFolder(swarm.state, { owner: "acme", repo: "store" }))).toBe(true);
});

test("an issue that is no goal is not looked at for ever because a branch is named like a goal's", async () => {
  await using swarm = await startApp({ "acme/shop": 2 });
  const { app, probot, seen, worlds } = swarm;
  const repository = await shown(swarm.forge);
  const push = { ref: "refs/heads/swarm/1/log", repository, installation: { id: swarm.installation } };
  const hint = { id: "1", name: "push", payload: push } as unknown as Parameters<typeof probot.receive>[0];
  await probot.receive(hint);
  await expect.poll(() => worlds.get(1), patience).toBe(1);
  for (let at = 2; at < 5; at++) {
    app.sweep();
    await expect.poll(() => worlds.get(2) ?? 0, patience).toBeGreaterThanOrEqual(at);
  }
  expect(seen).toEqual(new Set([2]));
  expect(worlds.get(1)).toBe(1);
});

const shown = async (forge: Forge) => {
  const { repos } = client(forge, forge.createUser("acme").token).rest;
  return (await repos.get({ owner: "acme", repo: "shop" })).data;
};
