/** What GitHub does and the forge does not: limits without warning, proxies in between, errors with status 200. */

import nock from "nock";
import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { labels } from "../../src/codec/labels.ts";
import { GitHub } from "../../src/effect/github.ts";

const repository = { owner: "acme", repo: "shop" };
const issues = "/repos/acme/shop/issues";

/** As the app speaks to GitHub, but with retries a thousand times as fast. */
const github = () => {
  const api = new ProbotOctokit({ retry: { retryAfterBaseValue: 1 }, throttle: { retryAfterBaseValue: 1 } });
  return new GitHub(api, repository);
};

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(unused).toEqual([]);
});

const api = () => nock("https://api.github.com");
const secondary = {
  message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
  documentation_url:
    "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
};

test("a secondary limit is waited out, and the write is made once", async () => {
  const body = { body: "Hello." };
  const made = { id: 7, html_url: "https://github.com/x", issue_url: "https://api.github.com/issues/1" };
  api().post(`${issues}/1/comments`, body).reply(403, secondary, { "retry-after": "1" });
  api().post(`${issues}/1/comments`, body).reply(201, made);
  expect(await github().comment(1, "Hello.")).toMatchObject({ id: 7, url: "https://github.com/x" });
});

test("a page of a proxy in between is tried again", async () => {
  api().get(`${issues}/1`).reply(502, "<html>Bad gateway</html>", { "content-type": "text/html" });
  api()
    .get(`${issues}/1`)
    .reply(200, { number: 1, title: "A shop", labels: [], user: { id: 1, login: "ada" } });
  expect(await github().issue(1)).toMatchObject({ number: 1, title: "A shop" });
});

test("a creation whose answer was lost is not repeated blindly", async () => {
  api().post(`${issues}/1/comments`).reply(502, "<html>Bad gateway</html>");
  await expect(github().comment(1, "Hello.")).rejects.toMatchObject({ status: 502 });
});

test("what is gone is not asked for again", async () => {
  api().get(`${issues}/1`).reply(410, { message: "This issue was deleted" });
  await expect(github().issue(1)).rejects.toMatchObject({ status: 410 });
});

test("errors that come with status 200 are errors", async () => {
  const errors = [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }];
  api()
    .post("/graphql")
    .reply(200, { data: { repository: null }, errors });
  await expect(github().people.textOf(1, "swarm:goal")).rejects.toThrow(
    "Resource not accessible by integration",
  );
});

test("a user who took over a login of somebody who may write is not that person", async () => {
  const path = "/repos/acme/shop/collaborators/ada/permission";
  api()
    .get(path)
    .reply(200, { permission: "admin", user: { id: 2, login: "ada" } });
  expect(await github().people.mayWrite({ id: 1, login: "ada", isBot: false })).toBe(false);
});

const ours = Object.values(labels).map(({ name }) => name);
const full = (titleOf: (index: number) => object) =>
  Array.from({ length: 100 }, (_, index) => titleOf(index));
const asks = (part: string) => (body: { query: string }) => body.query.includes(part);

test("labels on a later page, or in another case, are not made again", async () => {
  const [first = "", ...others] = ours;
  api()
    .get("/repos/acme/shop/labels?per_page=100&page=1")
    .reply(
      200,
      full((index) => ({ name: `area:${index}` })),
    );
  api()
    .get("/repos/acme/shop/labels?per_page=100&page=2")
    .reply(200, [{ name: first.toUpperCase() }, ...others.map((name) => ({ name }))]);
  await github().installLabels();
});

test("a milestone on a later page is found, and not made again", async () => {
  const page = (at: number) =>
    api().get(`/repos/acme/shop/milestones?state=all&direction=desc&per_page=100&page=${at}`);
  page(1).reply(
    200,
    full((index) => ({ number: index + 2, title: `v${index}` })),
  );
  page(2).reply(200, [{ number: 1, title: "#12 · cycle 1" }]);
  expect(await github().ensureMilestone("#12 · cycle 1")).toBe(1);
});

test("what a person removed in the middle of a cycle does not keep it from going on", async () => {
  const answers = (part: string, node: object | null, also: object = {}) =>
    api()
      .post("/graphql", asks(part))
      .reply(200, { data: { repository: { node } }, ...also });
  // As GitHub answers for issues; it may say of a milestone only that there is none.
  answers("node:milestone(", null, { errors: [{ type: "NOT_FOUND", message: "Could not resolve to it." }] });
  api()
    .post("/graphql", asks("repository(owner:$owner,name:$repo){id}"))
    .reply(200, { data: { repository: { id: "R_1" } } });
  answers("node:label(", null);
  api()
    .get("/repos/acme/shop/labels?per_page=100&page=1")
    .reply(
      200,
      ours.slice(0, -1).map((name) => ({ name })),
    );
  api().post("/repos/acme/shop/labels", labels.held).reply(201, labels.held);
  answers("node:label(", { id: "L_1" });
  const wanted = { repositoryId: "R_1", labelIds: ["L_1"], title: "Add a cart", body: "Do it." };
  api()
    .post("/graphql", (body) => JSON.stringify(body.variables?.input) === JSON.stringify(wanted))
    .reply(200, { data: { createIssue: { issue: { number: 34 } } } });
  const issue = {
    title: "Add a cart",
    body: "Do it.",
    label: labels.held.name,
    milestone: 3,
    parent: undefined,
  };
  expect(await github().createIssue(issue)).toEqual({ number: 34 });

  api().patch("/repos/acme/shop/milestones/3").reply(404, { message: "Not Found" });
  await github().closeMilestone(3, "done");
});

test("after a creation that was refused, what it named is asked for anew", async () => {
  const one = github();
  const issue = { title: "A", body: "B", label: labels.task.name, milestone: undefined, parent: undefined };
  for (const [label, made] of [
    [
      "L_old",
      { errors: [{ type: "NOT_FOUND", message: "Could not resolve to a node with the global id." }] },
    ],
    ["L_new", { data: { createIssue: { issue: { number: 34 } } } }],
  ] as const) {
    api()
      .post("/graphql", asks("repository(owner:$owner,name:$repo){id}"))
      .reply(200, { data: { repository: { id: "R_1" } } });
    api()
      .post("/graphql", asks("node:label("))
      .reply(200, { data: { repository: { node: { id: label } } } });
    api()
      .post("/graphql", (body) => body.variables?.input?.labelIds?.[0] === label)
      .reply(200, made);
    if ("errors" in made) await expect(one.createIssue(issue)).rejects.toThrow("Could not resolve");
    else expect(await one.createIssue(issue)).toEqual({ number: 34 });
  }
});

test("no write follows an issue into another repository", async () => {
  const one = github();
  const away = { location: "https://api.github.com/repositories/2/issues/9" };
  api().patch(`${issues}/5`).reply(301, { message: "Moved Permanently" }, away);
  await one.changeIssue(5, { state: "closed" });
  api().post(`${issues}/6/labels`).reply(301, { message: "Moved Permanently" }, away);
  await one.addLabel(6, labels.claimed.name);
  api().post(`${issues}/7/comments`).reply(301, { message: "Moved Permanently" }, away);
  await expect(one.comment(7, "Hello.")).rejects.toThrow("#7 is in another repository now.");
  expect(one.missing).toEqual(new Set([5, 6, 7]));
});

test("a comment that GitHub does not pin is no reason to stop", async () => {
  api().put(`${issues}/comments/7/pin`).reply(422, { message: "Validation Failed" });
  await github().pinComment(7);
});

test("a label of ours is known in whatever case a person wrote it", async () => {
  const named = [{ name: "Swarm:Claimed" }, { name: "Area: Swarm" }];
  const found = { number: 1, title: "A shop", labels: named, user: { id: 1, login: "ada" } };
  api().get(`${issues}/1`).reply(200, found);
  expect((await github().issue(1)).labels).toEqual(["swarm:claimed", "Area: Swarm"]);
});

const pulls = "/repos/acme/shop/pulls";
const newPull = { head: "swarm/12/integration", base: "main", title: "A shop", body: "It sells." };
const asksFor = (found: readonly object[]) =>
  api().get(pulls).query({ head: "acme:swarm/12/integration", state: "all" }).reply(200, found);
const refusesPull = (errors: readonly unknown[]) =>
  api().post(pulls).reply(422, { message: "Validation Failed", errors });

test("a pull request that GitHub refuses for good is told with its words", async () => {
  for (const [errors, words] of [
    [[{ resource: "PullRequest", code: "custom", message: "No commits between" }], "No commits between"],
    [["Too many", { message: "and a rule" }], "Too many, and a rule"],
  ] as const) {
    asksFor([]);
    refusesPull(errors);
    asksFor([]);
    const refused = { kind: "refused", branch: newPull.head, words };
    expect(await github().ensurePull(newPull)).toEqual(refused);
  }
});

test("a pull request whose answer was lost is found when GitHub refuses a second one", async () => {
  asksFor([]);
  refusesPull([{ code: "custom", message: "A pull request already exists for acme:swarm/12/integration." }]);
  asksFor([{ number: 40 }]);
  expect(await github().ensurePull(newPull)).toEqual({ kind: "opened", number: 40 });
});

test("what GitHub refuses only because it came too fast is tried again later", async () => {
  asksFor([]);
  refusesPull([{ resource: "PullRequest", code: "custom", message: "was submitted too quickly" }]);
  await expect(github().ensurePull(newPull)).rejects.toMatchObject({ status: 422 });
});
