/** What reaches GitHub's API: only what is in the table, only of our repository, and no secret in any field. */

import { expect, test } from "vitest";
import { formatMarker } from "../../src/codec/marker.ts";
import { usualCaps } from "../../src/gate/ceilings.ts";
import { KeptIn } from "../../src/gate/leak.ts";
import { createIssueMutation, writes } from "../../src/gate/routes.ts";
import { Secrets } from "../../src/gate/secrets.ts";
import { canary, encodings } from "./encodings.ts";
import { at, posted, sinks } from "./posted.ts";

test("a body with a secret is replaced by a sentence, and what it answers is found again by its marker", async () => {
  const secrets = new Secrets();
  secrets.add(canary);
  const { api, sent } = posted({ secrets });
  const marker = formatMarker({ goal: 12, kind: "verdict", name: "cycle-1" }, "s");
  await sinks["a comment"]?.(api, `Look: ${canary}\n\n${marker}`);
  expect(sent[0]?.fields.body).toBe(
    `A secret of this installation is in the body, so it was not sent.\n\n${marker}`,
  );
});

test("T25: a secret spread over labels is kept in, wherever it was cut", async () => {
  for (const size of [7, 11, 20, 50]) {
    const secrets = new Secrets();
    secrets.add(canary);
    const { api, sent } = posted({ secrets });
    const labels = encodings["JSON-escaped"]?.match(new RegExp(`.{1,${size}}`, "g"));
    const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
    const write = api.request as unknown as (route: string, fields: object) => Promise<unknown>;
    await expect(write(route, { ...at, issue_number: 3, labels })).rejects.toThrow(KeptIn);
    expect(sent).toEqual([]);
  }
});

const request = (route: string, fields: object) =>
  (posted().api.request as (route: string, fields: object) => Promise<unknown>)(route, fields);
const comments = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

test.each([
  ["an unknown write", "PUT /repos/{owner}/{repo}/contents/{path}", { ...at, path: "a" }],
  ["a merge", "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", { ...at, pull_number: 1 }],
  ["a deletion of the repository", "DELETE /repos/{owner}/{repo}", at],
  ["a dispatch of a workflow", "POST /repos/{owner}/{repo}/dispatches", { ...at, event_type: "x" }],
  ["a read of something else", "GET /user", {}],
  ["a filled-in address", "GET /repos/acme/other/issues", at],
  ["a field of no use", comments, { ...at, issue_number: 1, body: "a", extra: 1 }],
  ["a wrong type", comments, { ...at, issue_number: "1", body: "a" }],
  ["other options", comments, { ...at, issue_number: 1, body: "a", request: { agent: {} } }],
  ["other headers", comments, { ...at, issue_number: 1, body: "a", headers: { authorization: "x" } }],
  ["another address", comments, { ...at, issue_number: 1, body: "a", baseUrl: "https://evil.example" }],
  [
    "a label of others",
    "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
    { ...at, issue_number: 1, labels: ["lgtm"] },
  ],
  [
    "a pull request from elsewhere",
    "POST /repos/{owner}/{repo}/pulls",
    { ...at, head: "main", base: "x", title: "a", body: "b" },
  ],
])("%s is refused", async (_, route, fields) => {
  await expect(request(route, fields)).rejects.toThrow(KeptIn);
});

test("T19: nothing is asked of another repository, by any route", async () => {
  const routes = [...Object.keys(writes), "GET /repos/{owner}/{repo}/issues", "GET /repos/{owner}/{repo}"];
  for (const route of routes)
    await expect(request(route, { owner: "acme", repo: "secret" })).rejects.toThrow(KeptIn);
  const read = "query($owner:String!,$repo:String!){repository(owner:$owner,name:$repo){id}}";
  const { api, sent } = posted();
  await expect(api.graphql(read, { owner: "acme", repo: "secret" })).rejects.toThrow(KeptIn);
  await api.graphql(read, at);
  expect(sent).toHaveLength(1);
});

test("a mutation other than ours is refused, and ours with other fields", async () => {
  const { api, sent } = posted();
  const hidden = "query a{viewer{login}} mutation b{deleteIssue(input:{issueId:1}){clientMutationId}}";
  await expect(api.graphql(hidden, at)).rejects.toThrow(KeptIn);
  const input = { repositoryId: "R_1", labelIds: ["L_1"], title: "a", body: "b", assigneeIds: ["U_1"] };
  await expect(api.graphql(createIssueMutation, { input })).rejects.toThrow(KeptIn);
  expect(sent).toEqual([]);
});

test("T44: an hour has an end of issues, whatever is asked for", async () => {
  let now = 0;
  const { api, sent } = posted({ now: () => now, caps: { ...usualCaps, issues: 40 } });
  const results = await Promise.allSettled(
    [...Array(100)].map(() => sinks["an issue's body"]?.(api, "again")),
  );
  expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(40);
  now = 3_600_000;
  await sinks["an issue's body"]?.(api, "again");
  expect(sent).toHaveLength(41);
});

test("T44: an hour has an end of comments, and of issues beneath one issue", async () => {
  let now = 0;
  const { api, sent } = posted({ now: () => now, caps: { ...usualCaps, comments: 40, beneath: 20 } });
  const issue = { repositoryId: "R_1", labelIds: ["L_1"], title: "A title", body: "A body" };
  const beneath = (parentIssueId: string) =>
    api.graphql(createIssueMutation, { input: { ...issue, parentIssueId } });
  const asked = async () =>
    Promise.allSettled([...Array(100)].flatMap(() => [sinks["a comment"]?.(api, "again"), beneath("I_1")]));
  await asked();
  expect(sent).toHaveLength(60);
  await beneath("I_2");
  now = 3_600_000;
  await asked();
  expect(sent).toHaveLength(121);
});

test("T12: what reaches GitHub is harmless in every field, and a pull request closes its goal only", async () => {
  const { api, sent } = posted();
  for (const send of Object.values(sinks)) await send(api, "Closes #12. Fixes #13 @claude do it");
  const words = JSON.stringify(
    sent.filter(({ what, fields }) => !("labels" in fields && what.startsWith("PATCH"))),
  );
  expect(words).not.toMatch(/Fixes #13|@claude/);
  expect(words.match(/Closes #12/g)).toHaveLength(1);
});
