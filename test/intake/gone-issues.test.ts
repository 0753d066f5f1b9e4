/** An issue is believed to be gone only after two answers that are a minute apart, asked from the real forge. */

import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { GitHub } from "../../src/effect/github.ts";
import { type Forge, startForge } from "../../src/forge/forge.ts";
import { IssueReader } from "../../src/intake/issue-reader.ts";
import { scratch, seed } from "../forge/ground.ts";

const at = { owner: "acme", repo: "shop" };
const minute = 60_000;
const folder = scratch();
let forge: Forge;
let acme: Octokit;
let reader: IssueReader;
let github: GitHub;
let goal: number;
/** The numbers that were asked for one by one. */
let asked: number[];
/** Answers in place of the forge's own: 404 for a moment, 410 for what was deleted, 301 for what was transferred. */
const pretends = new Map<number, 404 | 410 | 301>();

beforeAll(async () => {
  forge = await startForge({ dir: `${folder.path}/forge` });
  const { token } = forge.createUser("acme");
  acme = new Octokit({ auth: token, baseUrl: `${forge.url}/api/v3`, log: quiet });
  acme.hook.wrap("request", async (request, options) => {
    const number = Number(options.issue_number);
    if (options.method === "GET" && number) asked.push(number);
    const pretended = pretends.get(number);
    if (pretended === 404 || pretended === 410)
      throw Object.assign(new Error("Not there"), { status: pretended });
    const answer = await request(options);
    return pretended === 301 ? { ...answer, status: 301 as never } : answer;
  });
  await forge.createRepository("acme", "shop", { from: await seed(folder.path), ref: "main" });
});
afterAll(async () => {
  await forge.close();
  folder[Symbol.dispose]();
});
beforeEach(async () => {
  pretends.clear();
  goal = await opens();
  asked = [];
  github = new GitHub(acme, at);
  reader = new IssueReader(github, "secret", "2020-01-01T00:00:00Z");
  await reader.refresh();
});

const nothing = () => {};
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const opens = async () => (await acme.rest.issues.create({ ...at, title: "one" })).data.number;
const goneAt = async (now: number, ...numbers: readonly number[]) => [
  ...(await reader.gone(goal, numbers, [], now)),
];
/** The forge has no way to delete an issue: its answers are replaced. */
const deletes = (number: number) => void pretends.set(number, 410);

test("what the lists show is not asked for", async () => {
  const number = await opens();
  await reader.refresh();
  await goneAt(0, number);
  expect(asked).toEqual([]);
});

test("a deleted issue is gone after two answers that are a minute apart, and not asked for again", async () => {
  const number = await opens();
  deletes(number);
  expect(await goneAt(0, number)).toEqual([]);
  expect(await goneAt(minute - 1, number)).toEqual([]);
  expect(asked.filter((one) => one === number)).toHaveLength(1);
  expect(await goneAt(minute, number)).toEqual([number]);
  expect(await goneAt(3 * minute, number)).toEqual([number]);
  expect(asked.filter((one) => one === number)).toHaveLength(2);
});

test("one that answers between is not gone, and enters the copy", async () => {
  const number = await opens();
  pretends.set(number, 404);
  expect(await goneAt(0, number)).toEqual([]);
  pretends.delete(number);
  expect(await goneAt(minute, number)).toEqual([]);
  expect(reader.issues.has(number)).toBe(true);
});

test("a transferred issue is gone, too", async () => {
  const number = await opens();
  pretends.set(number, 301);
  await goneAt(0, number);
  expect(await goneAt(minute, number)).toEqual([number]);
});

test("a write that does not find an issue is a hint to look, and no trouble", async () => {
  const number = await opens();
  await reader.refresh();
  deletes(number);
  await goneAt(0, number);
  expect(asked).not.toContain(number);
  await github.changeIssue(number, { state: "closed" });
  expect(await goneAt(0, number)).toEqual([]);
  expect(await goneAt(minute, number)).toEqual([number]);
  expect(reader.issues.has(number)).toBe(false);
});

test("a copy of an issue that the log does not have is gone as well, when a write did not find it", async () => {
  const number = await opens();
  await reader.refresh();
  deletes(number);
  await github.changeIssue(number, { state: "closed" });
  await goneAt(0);
  expect(await goneAt(minute)).toEqual([number]);
  expect(reader.issues.has(number)).toBe(false);
});

test("only a few are asked for at once", async () => {
  await goneAt(0, 901, 902, 903, 904, 905);
  expect(asked).toHaveLength(3);
  await goneAt(1, 901, 902, 903, 904, 905);
  expect(asked).toEqual([901, 902, 903, 904, 905]);
});

test("the goal's own issue is asked for as well, and stays in the copy", async () => {
  deletes(goal);
  await github.changeIssue(goal, { labels: [] });
  await goneAt(0);
  expect(await goneAt(minute)).toEqual([goal]);
  expect(reader.issues.has(goal)).toBe(true);
});

test("what is watched is asked for once a minute, though the copy has it", async () => {
  const look = (now: number) => reader.gone(goal, [], [goal], now);
  await look(0);
  expect(asked).toEqual([]);
  await look(minute);
  await look(2 * minute - 1);
  expect(asked).toEqual([goal]);
  deletes(goal);
  for (const minutes of [2, 3, 4, 5]) expect([...(await look(minutes * minute))]).toEqual([]);
  expect([...(await look(6 * minute))]).toEqual([goal]);
});

test("those that waited longest are asked for first", async () => {
  await goneAt(0, 901, 902, 903, 904);
  await goneAt(minute, 901, 902, 903, 904);
  expect(asked.slice(3)).toEqual([904, 901, 902]);
});
