/** Conditional reads against the real forge: unchanged answers come as 304, changed ones anew, and never another's. */

import { serialize } from "node:v8";
import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KnownAnswers } from "../../src/effect/conditional.ts";
import { type Forge, startForge } from "../../src/forge/forge.ts";
import { scratch, seed } from "../forge/ground.ts";

const at = { owner: "acme", repo: "shop" };
let forge: Forge;
let token: string;
const folder = scratch();

beforeAll(async () => {
  forge = await startForge({ dir: `${folder.path}/forge` });
  token = forge.createUser("acme").token;
  await forge.createRepository("acme", "shop", { from: await seed(folder.path), ref: "main" });
});
afterAll(async () => {
  await forge.close();
  folder[Symbol.dispose]();
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const client = () => new Octokit({ auth: token, baseUrl: `${forge.url}/api/v3`, log: silent });
const statuses = () => forge.journal.calls().map((call) => call.status);
const titles = (answer: { data: readonly { title: string }[] }) => answer.data.map((issue) => issue.title);

test("an unchanged list is answered from memory, a changed one anew", async () => {
  const api = client();
  new KnownAnswers().attach(api, "one");
  await api.rest.issues.create({ ...at, title: "first" });
  const before = statuses().length;
  const first = await api.rest.issues.listForRepo({ ...at, direction: "asc" });
  first.data.length = 0;
  const second = await api.rest.issues.listForRepo({ ...at, direction: "asc" });
  expect([titles(second), second.status]).toEqual([["first"], 200]);
  await api.rest.issues.create({ ...at, title: "second" });
  expect(titles(await api.rest.issues.listForRepo({ ...at, direction: "asc" }))).toEqual(["first", "second"]);
  expect(statuses().slice(before)).toEqual([200, 304, 201, 200]);
});

test("paging through a known list costs nothing and loses nothing", async () => {
  const api = client();
  new KnownAnswers().attach(api, "one");
  const all = () => api.paginate("GET /repos/{owner}/{repo}/issues", { ...at, per_page: 1 });
  const first = await all();
  const before = statuses().length;
  expect(await all()).toEqual(first);
  expect(statuses().slice(before)).toEqual(first.map(() => 304));
});

test("answers are shared within a scope only", async () => {
  const answers = new KnownAnswers();
  const clients = ["one", "one", "two"].map((scope) => {
    const api = client();
    answers.attach(api, scope);
    return api;
  });
  const before = statuses().length;
  for (const api of clients) await api.rest.issues.get({ ...at, issue_number: 1 });
  expect(statuses().slice(before)).toEqual([200, 304, 200]);
});

test("memory is bounded: what was used last is kept, what is too large is not", async () => {
  const api = client();
  const { length } = serialize((await api.rest.issues.get({ ...at, issue_number: 1 })).data);
  new KnownAnswers(Math.floor(length * 1.5)).attach(api, "one");
  const before = statuses().length;
  for (const issue_number of [1, 1, 2, 1]) await api.rest.issues.get({ ...at, issue_number });
  await api.rest.issues.listForRepo({ ...at });
  await api.rest.issues.listForRepo({ ...at });
  expect(statuses().slice(before)).toEqual([200, 304, 200, 200, 200, 200]);
});

test("refusals stay refusals", async () => {
  const api = client();
  new KnownAnswers().attach(api, "one");
  for (const _ of [1, 2])
    await expect(api.rest.issues.get({ ...at, issue_number: 404 })).rejects.toMatchObject({ status: 404 });
});

test("ids beyond what a number holds stay exact", async () => {
  const headers = { etag: '"1"', "content-type": "application/json" };
  const answer = async (_url: string, { headers: asked }: { headers: Record<string, string> }) =>
    asked["if-none-match"] === headers.etag
      ? new Response(null, { status: 304, headers })
      : new Response('{"id":9007199254740993}', { headers });
  const api = new Octokit({ request: { fetch: answer }, log: silent });
  new KnownAnswers().attach(api, "one");
  const ids = [];
  for (const _ of [1, 2]) ids.push((await api.request("GET /user")).data.id);
  expect(ids).toEqual([9007199254740993n, 9007199254740993n]);
});
