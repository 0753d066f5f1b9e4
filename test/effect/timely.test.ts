/** What waited for too long to be sent, or to be sent again, is not sent. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, expect, test } from "vitest";
import { usualLease } from "../../src/domain/lease.ts";
import { sendTimely } from "../../src/effect/timely.ts";

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
  sendTimely(client, { monotonic: () => now });
  return client;
}

test("a write is repeated within the lease, and not after it", async () => {
  await repeating(usualLease).request("PATCH /one");
  expect(received).toEqual(["PATCH /one", "PATCH /one"]);
  received = [];
  await expect(repeating(usualLease + 1).request("PATCH /one")).rejects.toThrow("it is not sent");
  expect(received).toEqual(["PATCH /one"]);
});

test("a read may wait as long as it will", async () => {
  await repeating(2 * usualLease).request("GET /one");
  expect(received).toEqual(["GET /one", "GET /one"]);
});
