/** A write leaves soon or never: who stood still while it waited to repeat one would put old words over another's. */

import type { Octokit } from "@octokit/rest";
import { usualLease } from "../domain/lease.ts";
import type { Clock } from "./clock.ts";

/** As long as the usual lease, after which others go on. */
export const isTooLate = (milliseconds: number): boolean => milliseconds > usualLease;

/** Makes a client send no write, and repeat none, that was asked for too long ago; once per client, after its plugins. */
export function sendTimely(client: Pick<Octokit, "hook">, clock: Pick<Clock, "monotonic">): void {
  client.hook.wrap("request", (request, options) => {
    if (options.method === "GET") return request(options);
    const asked = clock.monotonic();
    const send: typeof fetch = options.request.fetch ?? fetch;
    const timely: typeof fetch = async (...what) => {
      if (isTooLate(clock.monotonic() - asked))
        throw new Error("A write waited for so long that what it says may be old: it is not sent.");
      return send(...what);
    };
    // All that wrap a request share its options.
    options.request = { ...options.request, fetch: timely };
    return request(options);
  });
}
