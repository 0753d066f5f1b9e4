/** The reader's copy against the real forge: nothing slips past it, nothing old replaces something new, nobody is asked about twice. */

import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { GitHub } from "../../src/effect/github.ts";
import { type Forge, startForge } from "../../src/forge/forge.ts";
import { IssueReader } from "../../src/intake/issue-reader.ts";
import { scratch, seed } from "../forge/ground.ts";

const at = { owner: "acme", repo: "shop" };
const beginning = Date.UTC(2026, 0, 1);
const folder = scratch();
let time = beginning;
let forge: Forge;
let acme: Octokit;
let eve: Octokit;
let reader: IssueReader;

beforeAll(async () => {
  forge = await startForge({ dir: `${folder.path}/forge`, clock: () => time });
  const speaker = (login: string) =>
    new Octokit({ auth: forge.createUser(login).token, baseUrl: `${forge.url}/api/v3` });
  acme = speaker("acme");
  eve = speaker("eve");
  await forge.createRepository("acme", "shop", { from: await seed(folder.path), ref: "main" });
});
afterAll(async () => {
  await forge.close();
  folder[Symbol.dispose]();
});
beforeEach(() => {
  time += 3_600_000;
  reader = new IssueReader(new GitHub(acme, at), "secret", new Date(time).toISOString());
});

const opens = async (title: string) => (await acme.rest.issues.create({ ...at, title })).data.number;
const titles = () => [...reader.issues.values()].map((issue) => issue.title).sort();

test("a change in the second that was read last is seen", async () => {
  const number = await opens("first");
  await reader.refresh();
  await acme.rest.issues.update({ ...at, issue_number: number, title: "changed" });
  await opens("second");
  await reader.refresh();
  expect(titles()).toEqual(["changed", "second"]);
});

test("what shows a little later than what came after it is seen", async () => {
  time += 5000;
  await opens("newer");
  await reader.refresh();
  time -= 5000;
  await opens("older");
  await reader.refresh();
  expect(titles()).toEqual(["newer", "older"]);
});

test("an unchanged repository is asked at the same addresses", async () => {
  await opens("only");
  const asked: string[] = [];
  acme.hook.before("request", (options) => void asked.push(acme.request.endpoint(options).url));
  for (let n = 0; n < 3; n++) await reader.refresh();
  expect(new Set(asked.slice(-2))).toEqual(new Set(asked.slice(-4, -2)));
});

test("an answer older than the one before it changes nothing", async () => {
  const number = await opens("before");
  const said = await acme.rest.issues.createComment({ ...at, issue_number: number, body: "before" });
  const list = "GET /repos/{owner}/{repo}/issues" as const;
  const all = { ...at, state: "all" as const, since: new Date(time).toISOString() };
  const stale = [await acme.request(list, all), await acme.request(`${list}/comments`, all)];
  time += 2000;
  await acme.rest.issues.update({ ...at, issue_number: number, title: "after" });
  await acme.rest.issues.updateComment({ ...at, comment_id: said.data.id, body: "after" });
  await reader.refresh();
  let old = stale;
  acme.hook.wrap("request", (request, options) => {
    const answer = options.url.endsWith("/comments") ? old[1] : old[0];
    return options.method === "GET" && answer ? answer : request(options);
  });
  await reader.refresh();
  old = [];
  expect(titles()).toEqual(["after"]);
  const heard = await reader.unheard(number, () => true, new Set(), time);
  expect(heard.map((comment) => comment.body)).toEqual(["after"]);
});

test("an author is asked about once, however much they said, and a person who is gone may not write", async () => {
  const number = await opens("talk");
  for (const body of ["one", "two", "three"])
    await eve.rest.issues.createComment({ ...at, issue_number: number, body });
  await reader.refresh();
  const route = "repos/get-collaborator-permission-level";
  const asked = () => forge.journal.calls().filter((call) => call.route === route);
  const before = asked().length;
  const hears = () => reader.unheard(number, (issue) => issue === number, new Set(), time);
  expect(await hears()).toEqual([]);
  expect(asked().length).toBe(before + 1);
  expect(await hears()).toEqual([]);
  expect(asked().length).toBe(before + 1);
  const { people } = new GitHub(acme, at);
  expect(await people.mayWrite({ id: 1, login: "nobody-of-this-name", isBot: false })).toBe(false);
  expect(asked().at(-1)?.status).toBe(404);
});

test("what was registered or was said elsewhere is not kept, and what may be ours is", async () => {
  const [ours, theirs] = [await opens("ours"), await opens("theirs")];
  const say = async (issue_number: number) =>
    (await acme.rest.issues.createComment({ ...at, issue_number, body: "hello" })).data.id;
  const [old, fresh] = [await say(ours), await say(ours)];
  await say(theirs);
  await reader.refresh();
  expect(reader.waiting).toBe(3);
  for (let round = 0; round < 2; round++) {
    const heard = await reader.unheard(ours, (issue) => issue === ours, new Set([old]), time);
    expect(heard.map(({ comment }) => comment)).toEqual([fresh]);
    expect(reader.waiting).toBe(1);
    await reader.refresh();
  }
});

test("what a log had that is gone is heard again by the one that begins anew", async () => {
  const ours = await opens("ours");
  const said = await acme.rest.issues.createComment({ ...at, issue_number: ours, body: "hello" });
  const hears = async (registered: readonly number[]) => {
    await reader.refresh();
    const heard = await reader.unheard(ours, (issue) => issue === ours, new Set(registered), time);
    return heard.map(({ comment }) => comment);
  };
  expect(await hears([said.data.id])).toEqual([]);
  await hears([]);
  expect(await hears([])).toEqual([said.data.id]);
  expect(await hears([said.data.id])).toEqual([]);
});
