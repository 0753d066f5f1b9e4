/** Vetoes without words, on the real forge: who may give them, what counts as one, and that each counts once. */

import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { emptyLog, foldLog } from "../../src/domain/log.ts";
import { isVetoed } from "../../src/domain/tree.ts";
import { GitHub } from "../../src/effect/github.ts";
import { type Forge, startForge } from "../../src/forge/forge.ts";
import { IssueReader } from "../../src/intake/issue-reader.ts";
import { appClient, scratch, seed } from "../forge/ground.ts";
import { aTask, aWorld, commanded } from "../support/builders.ts";

const at = { owner: "acme", repo: "shop" };
const folder = scratch();
const roles = ["none", "read", "triage", "write", "maintain", "admin"] as const;
const everybody = [...roles.map((role) => `${role}-er`), "stranger", "evil[bot]"];
const mayVeto = new Set(["write-er", "maintain-er", "admin-er"]);
const people = new Map<string, Octokit>();
let time = Date.now();
let forge: Forge;
let app: Octokit;

beforeAll(async () => {
  forge = await startForge({ dir: `${folder.path}/forge`, clock: () => time });
  for (const login of ["acme", ...everybody.filter((login) => login !== "evil[bot]")])
    people.set(login, new Octokit({ auth: forge.createUser(login).token, baseUrl: `${forge.url}/api/v3` }));
  const collaborators = Object.fromEntries(roles.map((role) => [`${role}-er`, role]));
  await forge.createRepository("acme", "shop", { from: await seed(folder.path), ref: "main", collaborators });
  const installed = (slug: string) => {
    const login = forge.createApp({ slug, webhookUrl: "http://127.0.0.1:9/nowhere" });
    return appClient(forge, login, forge.install(slug, "acme/shop").installationId) as unknown as Octokit;
  };
  app = installed("swarm");
  people.set("evil[bot]", installed("evil"));
});
afterAll(async () => {
  await forge.close();
  folder[Symbol.dispose]();
});

const as = (login: string) => people.get(login) as Octokit;
const aTaskIssue = async () =>
  (await app.rest.issues.create({ ...at, title: "A task", labels: ["swarm:task"] })).data.number;
const dislikes = (login: string, issue_number: number, content: "-1" | "+1" | "confused" = "-1") =>
  as(login).rest.reactions.createForIssue({ ...at, issue_number, content });
const closes = (
  login: string,
  issue_number: number,
  state_reason: "completed" | "not_planned" | "duplicate",
) => as(login).rest.issues.update({ ...at, issue_number, state: "closed", state_reason });

const newReader = () => new IssueReader(new GitHub(app, at), "secret", new Date(time - 60_000).toISOString());

async function found(issue: number, log = emptyLog(), reader = newReader()) {
  await reader.refresh();
  return reader.gestures(log, [issue], time);
}
const byWhom = async (issue: number) => (await found(issue)).map(({ how, login }) => `${how} by ${login}`);

test.each(everybody)("T2: a 👎 on a task by %s is a veto only of somebody who may write", async (login) => {
  const issue = await aTaskIssue();
  await dislikes(login, issue);
  const { data } = await app.rest.reactions.listForIssue({ ...at, issue_number: issue });
  expect(data.map(({ user }) => user?.login)).toEqual([login]);
  expect(await byWhom(issue)).toEqual(mayVeto.has(login) ? [`disliked by ${login}`] : []);
});

test("T2: strangers beside a trusted person neither add to a veto nor hide it", async () => {
  const issue = await aTaskIssue();
  for (const login of ["stranger", "triage-er", "maintain-er", "read-er"]) await dislikes(login, issue);
  expect(await byWhom(issue)).toEqual(["disliked by maintain-er"]);
});

test("another reaction is no veto", async () => {
  const issue = await aTaskIssue();
  for (const content of ["+1", "confused"] as const) await dislikes("admin-er", issue, content);
  expect(await byWhom(issue)).toEqual([]);
});

test.each(["triage-er", "write-er", "admin-er", "evil[bot]"])(
  "T2: closed as not planned by %s is a veto only of somebody who may write",
  async (login) => {
    const issue = await aTaskIssue();
    await closes(login, issue, "not_planned");
    expect(await byWhom(issue)).toEqual(mayVeto.has(login) ? [`closed by ${login}`] : []);
  },
);

test("closed as completed or as a duplicate is no veto", async () => {
  for (const reason of ["completed", "duplicate"] as const) {
    const issue = await aTaskIssue();
    await closes("admin-er", issue, reason);
    expect(await byWhom(issue)).toEqual([]);
  }
});

test("a 👎 counts once for ever, and each closing once", async () => {
  const issue = await aTaskIssue();
  await dislikes("write-er", issue);
  await closes("write-er", issue, "not_planned");
  const first = await found(issue);
  expect(first.map(({ how }) => how)).toEqual(["closed", "disliked"]);
  const log = foldLog(first.map((one) => ({ kind: "gesture", word: "veto", ...one, at: time })));
  expect(await found(issue, log)).toEqual([]);
  time += 11_000;
  await app.rest.issues.update({ ...at, issue_number: issue, state: "open" });
  await closes("write-er", issue, "not_planned");
  expect((await found(issue, log)).map(({ how }) => how)).toEqual(["closed"]);
});

test("who gave them is forgotten by a restart, and nothing is lost by it", async () => {
  const issue = await aTaskIssue();
  const reader = newReader();
  expect(await found(issue, emptyLog(), reader)).toEqual([]);
  await dislikes("admin-er", issue);
  // A 👎 changes no date: it is looked for once in a minute, or by whoever begins.
  expect(await found(issue, emptyLog(), reader)).toEqual([]);
  expect(await byWhom(issue)).toEqual(["disliked by admin-er"]);
  time += 60_000;
  expect(await found(issue, emptyLog(), reader)).toHaveLength(1);
});

test("a gesture ends a task as the word does, and a retry takes it back", () => {
  const when = "2026-01-01T00:00:00Z";
  const done = { how: "closed", when, issue: issueNumber(34), user: 1, login: "ada" } as const;
  const gesture: Entry = { kind: "gesture", word: "veto", ...done };
  const isOver = (...after: readonly Entry[]) => isVetoed(aWorld({ tasks: [aTask(34)], after }), 34);
  const retry = commanded("retry", 34);
  expect([isOver(), isOver(gesture), isOver(gesture, retry)]).toEqual([false, true, false]);
});
