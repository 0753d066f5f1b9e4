/** What waited for too long to be sent, or to be sent again, is not sent. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sendTimely } from "../../src/effect/timely.ts";

const lease = 60_000;
let server: Server;
let received: string[];
beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    response.writeHead(received.length === 1 ? 502 : 200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => void server.close());

/** A client that repeats what failed after so many milliseconds, as plugins do. */
function repeating(after: number) {
  const nothing = () => {};
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const { port } = server.address() as AddressInfo;
  const client = new Octokit({ baseUrl: `http://127.0.0.1:${port}`, log });
  let now = 0;
  client.hook.wrap("request", async (request, options) => {
    try {
      return await request(options);
    } catch {
      now += after;
      return request(options);
    }
  });
  sendTimely(client, { monotonic: () => now }, lease);
  return client;
}

test("a write is repeated within the lease, and not after it", async () => {
  await repeating(lease).request("PATCH /one");
  expect(received).toEqual(["PATCH /one", "PATCH /one"]);
  received = [];
  await expect(repeating(lease + 1).request("PATCH /one")).rejects.toThrow("it is not sent");
  expect(received).toEqual(["PATCH /one"]);
});

test("a read may wait as long as it will", async () => {
  await repeating(2 * lease).request("GET /one");
  expect(received).toEqual(["GET /one", "GET /one"]);
  received = [];
  await repeating(2 * lease).graphql("query states($repo:String!){repository(name:$repo){id}}", {
    repo: "a",
  });
  expect(received).toEqual(["POST /graphql", "POST /graphql"]);
  received = [];
  await expect(repeating(2 * lease).graphql("mutation { a }")).rejects.toThrow("it is not sent");
});

test("what is too late is given up at once by the client that Probot makes", async () => {
  let now = 0;
  let waits = 0;
  const fails = async () => {
    now += lease + 1;
    return new Response("{}", { status: 502, headers: { "content-type": "application/json" } });
  };
  const monotonic = () => {
    waits += 1;
    return now;
  };
  const client = new ProbotOctokit({
    throttle: { enabled: false },
    retry: { retryAfterBaseValue: 1 },
    request: { fetch: fails },
  });
  sendTimely(client, { monotonic }, lease);
  await expect(client.request("PATCH /one")).rejects.toThrow("it is not sent");
  // When it was asked for, as it was sent, and as it was not.
  expect(waits).toBe(3);
});
