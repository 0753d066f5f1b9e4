/** What the forge says, held against GitHub's own description of its API. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { restRoutes } from "../../src/forge/rest/rest.ts";
import { receiver, startGround } from "./ground.ts";
import { description } from "./openapi/description.ts";
import { record } from "./openapi/record.ts";
import { tourApps, tourChecks, tourPulls, tourPush, tourRefs, tourRepository } from "./openapi/tour-code.ts";
import { tourComments, tourHierarchy, tourIssues, tourRefusals } from "./openapi/tour-issues.ts";
import { checkAnswer, checkWebhook } from "./openapi/validator.ts";

test("the description covers exactly what the forge serves", () => {
  const served = new Set([...restRoutes.map((route) => route.name), "rate-limit/get"]);
  expect(Object.keys(description.operations).sort()).toEqual([...served].sort());
});

test("every answer and every webhook is as GitHub describes it", async () => {
  using recording = record();
  await using ground = await startGround();
  const ada = ground.as("ada");
  await tourPush(ground);
  await tourIssues(ada.rest);
  await tourComments(ada);
  await tourHierarchy(ada);
  const refused = await tourRefusals(ada.rest, ground.as("eve").rest);
  await tourRepository(ada.rest);
  await tourRefs(ada.rest);
  await tourChecks(ground.installation().rest);
  await tourPulls(ada.rest);
  await tourApps(ground);
  // The last webhook the tour causes, and webhooks come in order.
  await expect.poll(() => recording.seen.has("webhook installation-repositories-added")).toBe(true);

  expect(refused).toEqual([404, 422, 422, 422, 422, 404, 404, 404, 422, 404, 404, 403, 401, 403]);
  expect(recording.breaches).toEqual([]);
  const seen = [...recording.seen.keys()];
  const succeeded = (id: string) => seen.some((subject) => subject.startsWith(`${id} 2`));
  expect(Object.keys(description.operations).filter((id) => !succeeded(id))).toEqual([]);
  const delivered = seen.filter((subject) => subject.startsWith("webhook "));
  expect(delivered.sort()).toEqual(Object.keys(description.webhooks).map((key) => `webhook ${key}`));
});

/** A server that answers GET /api/v3/app with the given body, as a forge with a fault would. */
async function faultyForge(body: object) {
  const server = createServer((_req, res) => res.end(JSON.stringify(body)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, [Symbol.dispose]: () => server.close() };
}

test("a broken answer is found, whoever asked for it", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada").rest;
  const { data: label } = await ada.issues.createLabel({ owner: "acme", repo: "widgets", name: "x" });
  const { color: _, ...colourless } = label;
  const broken = [{ ...label, url: "nowhere" }, colourless];
  using forge = await faultyForge(broken);
  using recording = record();
  await (await fetch(`${forge.url}/api/v3/repos/acme/widgets/labels?page=1`)).text();
  await expect
    .poll(() => recording.breaches)
    .toEqual([
      'issues/list-labels-for-repo 200: /0/url must match format "uri"',
      "issues/list-labels-for-repo 200: /1 must have required property 'color'",
    ]);
});

test("a broken webhook is found where it arrives", async () => {
  using recording = record();
  const hooks = await receiver();
  const headers = { "X-GitHub-Event": "label" };
  const body = JSON.stringify({ action: "created", label: {}, sender: {} });
  await (await fetch(hooks.url, { method: "POST", headers, body })).text();
  await hooks.close();
  expect(hooks.received[0]?.body).toBe(body);
  await expect
    .poll(() => recording.breaches)
    .toContain("webhook label-created: / must have required property 'repository'");
});

test.each([
  ["an unknown operation", { method: "GET", path: "/zen", status: 200, body: "[]" }],
  ["an unknown status", { method: "POST", path: "/repos/a/b/issues", status: 202, body: "{}" }],
  ["a body that is no JSON", { method: "GET", path: "/app", status: 200, body: "<html>" }],
  ["a body where none belongs", { method: "DELETE", path: "/repos/a/b/git/refs/x", status: 204, body: "{}" }],
  ["a refusal without words", { method: "GET", path: "/app", status: 401, body: '{"message":1}' }],
])("%s is a breach", (_name, answered) => {
  expect(checkAnswer(answered).breaches).toHaveLength(1);
});

test("a webhook GitHub does not know is a breach", () => {
  expect(checkWebhook({ event: "issues", body: '{"action":"eaten"}' })).toEqual({
    subject: "webhook issues-eaten",
    breaches: ["GitHub describes no such webhook, or the extract lacks it"],
  });
});
