/** Tokens reach one repository and do one thing, and the forge holds them to it. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { probotFor } from "../../src/cli/embedded.ts";
import { usualLease } from "../../src/domain/lease.ts";
import { Clients } from "../../src/effect/clients.ts";
import { systemClock } from "../../src/effect/clock.ts";
import { gitLogin } from "../../src/effect/git-login.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { mintToken, permissions } from "../../src/effect/scoped-token.ts";
import { type Forge, startForge } from "../../src/forge/forge.ts";
import { Secrets } from "../../src/gate/secrets.ts";
import { scratch, seed } from "../forge/ground.ts";

const folder = scratch();
let forge: Forge;
let clients: Clients;
let installation: number;
const secrets = new Secrets();

beforeAll(async () => {
  forge = await startForge({ dir: `${folder.path}/forge` });
  const from = await seed(folder.path);
  const app = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9/nowhere" });
  for (const name of ["shop", "secret"]) {
    await forge.createRepository("acme", name, { from, ref: "main" });
    installation = forge.install("stigmergy", `acme/${name}`).installationId;
  }
  const probot = probotFor(forge, app);
  clients = new Clients({
    probot,
    secret: "s",
    secrets,
    server: forge.url,
    clock: systemClock,
    lease: usualLease,
  });
});
afterAll(async () => {
  await forge.close();
  folder[Symbol.dispose]();
});

const shop = { owner: "acme", repo: "shop" };
const tokenFor = (repositories: readonly string[], use: keyof typeof permissions) =>
  mintToken(() => clients.app(), installation, { repositories, permissions: permissions[use] }, secrets);

const asks = (token: string, path: string, body?: object) =>
  fetch(`${forge.url}/api/v3${path}`, {
    headers: { authorization: `token ${token}`, "content-type": "application/json" },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  }).then((answer) => answer.status);

test("T19: with a token for one repository no other can be written, which one for both could", async () => {
  const { token } = await tokenFor(["shop"], "api");
  const issue = { title: "a" };
  expect(await asks(token, "/repos/acme/shop/issues", issue)).toBe(201);
  expect(await asks(token, "/repos/acme/secret/issues", issue)).toBeGreaterThanOrEqual(403);
  const control = await tokenFor(["shop", "secret"], "api");
  expect(await asks(control.token, "/repos/acme/secret/issues", issue)).toBe(201);
});

test("T19: the swarm's client for one repository has such a token, and the forge sees no request for another", async () => {
  const from = forge.journal.calls().length;
  const github = await clients.github({ id: 1, ...shop, installation });
  expect((await github.about()).defaultBranch).toBe("main");
  const calls = forge.journal.calls().slice(from);
  expect(JSON.stringify(calls)).not.toContain("acme/secret");
});

test("the API's token pushes nothing, and git's opens no issue", async () => {
  const pushes = async (use: keyof typeof permissions) => {
    const scope = { repositories: ["shop"], permissions: permissions[use] };
    const login = gitLogin(() => clients.app(), installation, systemClock, scope, secrets);
    const mirror = new GitMirror(`${folder.path}/${use}.git`, `${forge.url}/acme/shop.git`, login);
    await mirror.prepare();
    await mirror.fetch(["main"]);
    const to = await mirror.head("main");
    return mirror.push([{ branch: `swarm/1/task-${use.length}`, from: undefined, to }], false);
  };
  await expect(pushes("api")).rejects.toThrow();
  expect((await pushes("git")).moved.size).toBe(1);
  const { token } = await tokenFor(["shop"], "git");
  expect(await asks(token, "/repos/acme/shop/issues", { title: "a" })).toBe(403);
});

test("T28: a token is a secret from the moment it is minted", async () => {
  const { token } = await tokenFor(["shop"], "git");
  expect(secrets.isIn(`x ${Buffer.from(`x-access-token:${token}`).toString("base64")}`)).toBe(true);
});
