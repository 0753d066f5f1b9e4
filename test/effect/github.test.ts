/** What GitHub does and the forge does not: limits without warning, proxies in between, errors with status 200. */

import nock from "nock";
import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, expect, test } from "vitest";
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
