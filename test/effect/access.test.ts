/** What becomes of requests when the forge does not take the app's token, or keeps the app out, and how it is said. */

import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { explainAccess, renewAccess } from "../../src/effect/access.ts";
import { NoAccess } from "../../src/effect/no-access.ts";
import type { ForgeOptions } from "../../src/forge/forge.ts";
import { appClient, startGround, widgets } from "../forge/ground.ts";

const clock = { monotonic: () => 0 };
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const path = "/repos/acme/widgets";

type Ground = Awaited<ReturnType<typeof startGround>>;
let calm: Ground;
beforeAll(async () => {
  calm = await startGround();
});
afterAll(() => calm[Symbol.asyncDispose]());

async function renewed(ground: Ground, app = ground.app, installation = ground.installationId) {
  const client = appClient(ground.forge, app, installation);
  await renewAccess(client, installation, clock);
  return client;
}

const logins = ({ forge }: Ground) =>
  forge.journal.calls().filter((call) => call.route === "apps/create-installation-access-token").length;

/** The one sentence with which a request fails, and that it has no status by which it looks like something else. */
async function saidBy(request: Promise<unknown>): Promise<string> {
  const error: unknown = await request.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(NoAccess);
  expect(error).not.toHaveProperty("status");
  return (error as NoAccess).message;
}

test("many requests at once, reads and writes, go on with one new token", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  try {
    // The second request of an installation takes its token away.
    const options: Partial<ForgeOptions> = { faults: { seed: 172, rates: { "token-expired": 0.02 } } };
    await using ground = await startGround(options);
    const client = await renewed(ground);
    const { issues } = client.rest;
    await issues.listForRepo(widgets);
    // The library of the login has patience with tokens of a few seconds.
    vi.setSystemTime(Date.now() + 10_000);
    const reads = Array.from({ length: 8 }, () => issues.listForRepo(widgets));
    await Promise.all([...reads, issues.create({ ...widgets, title: "once" })]);
    expect(ground.forge.journal.faults().map((fault) => fault.kind)).toEqual(["token-expired"]);
    expect(logins(ground)).toBe(2);
    const { data } = await ground.as("ada").rest.issues.listForRepo(widgets);
    expect(data.map((issue) => issue.title)).toEqual(["once"]);
  } finally {
    vi.useRealTimers();
  }
});

test("tokens that are refused one after the other are a clear error, and few are asked for", async () => {
  const cache = new Map([["7", "old"]]);
  let forgotten = 0;
  const forget = (key: string, value: string) => {
    cache.set(key, value);
    forgotten += 1;
  };
  const api = new Octokit({ request: { fetch: async () => answers(401, "Bad credentials") }, log: silent });
  const held = { get: () => cache.get("7") || `new after ${forgotten}`, set: forget };
  await renewAccess({ hook: api.hook, auth: (async () => held) as Octokit["auth"] }, 7, clock);
  for (const _ of Array(5)) expect(await saidBy(api.request("GET /user"))).toContain("a new one neither");
  expect(forgotten).toBe(3);
});

const answers = (status: number, message: string, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ message }), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });

test("a missing permission is said with what it takes", async () => {
  await calm.forge.createRepository("acme", "other", {});
  const client = await renewed(calm);
  const asked = client.rest.issues.create({ owner: "acme", repo: "other", title: "no" });
  expect(await saidBy(asked)).toContain("may not POST /api/v3/repos/acme/other/issues. Grant it");
  const needs = { "x-accepted-github-permissions": "issues=write" };
  const fetch = async () => answers(403, "Resource not accessible by integration", needs);
  const told = new Octokit({ request: { fetch }, log: silent });
  explainAccess(told);
  expect(await saidBy(told.request(`POST ${path}/issues`))).toContain(
    "issues, which takes issues=write. Grant",
  );
});

test("GraphQL's refusal, beside nulls that look like what is gone, is one, too", async () => {
  const errors = [{ message: "Resource not accessible by integration", path: ["createIssue"] }];
  const body = JSON.stringify({ data: { createIssue: null }, errors });
  const fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });
  const api = new Octokit({ request: { fetch }, log: silent });
  await renewAccess({ hook: api.hook, auth: (async () => new Map()) as Octokit["auth"] }, 7, clock);
  expect(await saidBy(api.graphql("mutation { createIssue { id } }"))).toContain(
    "may not ask GraphQL for createIssue",
  );
});

test("a suspended installation is said, with and without a token, and goes on when it is lifted", async () => {
  const client = await renewed(calm);
  await client.rest.issues.listForRepo(widgets);
  calm.forge.suspend(calm.installationId, true);
  const list = (one: Octokit) => one.rest.issues.listForRepo(widgets);
  expect(await saidBy(list(client))).toContain("installation is suspended");
  expect(await saidBy(list(await renewed(calm)))).toContain("installation is suspended");
  calm.forge.suspend(calm.installationId, false);
  expect((await list(client)).status).toBe(200);
});

test("an installation that is gone does not look as if what is in it were gone", async () => {
  const client = await renewed(calm, calm.app, 999);
  expect(await saidBy(client.rest.issues.get({ ...widgets, issue_number: 1 }))).toContain(
    "not installed there",
  );
});

test("a wrong login is said, by an installation's client and by the app's", async () => {
  const wrong = { ...calm.app, appId: 12_345 };
  const client = await renewed(calm, wrong, 5);
  expect(await saidBy(client.rest.issues.listForRepo(widgets))).toContain("its private key");
  const app = appClient(calm.forge, wrong);
  explainAccess(app);
  expect(await saidBy(app.rest.apps.listInstallations())).toContain("its private key");
});

test("no token at the moment is said; other troubles stay what they are", async () => {
  const auth = { ...calm.app, installationId: 6 };
  const fetch = async () => answers(502, "Server Error");
  const client = new Octokit({ authStrategy: createAppAuth, auth, request: { fetch }, log: silent });
  await renewAccess(client, 6, clock);
  expect(await saidBy(client.rest.issues.listForRepo(widgets))).toContain("no token at the moment (502)");
  const app = new Octokit({ authStrategy: createAppAuth, auth, request: { fetch }, log: silent });
  explainAccess(app);
  await expect(app.rest.apps.getAuthenticated()).rejects.toMatchObject({ status: 502 });
  const there = await renewed(calm);
  await expect(there.rest.issues.get({ ...widgets, issue_number: 404 })).rejects.toMatchObject({
    status: 404,
  });
});
