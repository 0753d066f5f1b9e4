/** A write leaves soon or never: who stood still while it waited to repeat one would put old words over another's. */

import type { Octokit } from "@octokit/rest";
import type { Clock } from "./clock.ts";

/** After the lease others go on. */
export const isTooLate = (milliseconds: number, lease: number): boolean => milliseconds > lease;

/** Makes a client send no write, and repeat none, that was asked for too long ago; once per client, after its plugins. */
export function sendTimely(
  client: Pick<Octokit, "hook">,
  clock: Pick<Clock, "monotonic">,
  lease: number,
): void {
  client.hook.wrap("request", (request, options) => {
    if (options.method === "GET" || isQuestion(options)) return request(options);
    const asked = clock.monotonic();
    const send: typeof fetch = options.request.fetch ?? fetch;
    const timely: typeof fetch = async (...what) => {
      if (!isTooLate(clock.monotonic() - asked, lease)) return send(...what);
      // To the plugin that repeats requests this is trouble of the server, which might pass.
      Object.assign(options.request, { retries: 0 });
      throw new Error("A write waited for so long that what it says may be old: it is not sent.");
    };
    // All that wrap a request share its options.
    options.request = { ...options.request, fetch: timely };
    return request(options);
  });
}

/** GraphQL takes what only reads by POST as well; what begins otherwise may be a mutation. */
const isQuestion = ({ url, query }: { readonly url: string; readonly query?: unknown }): boolean =>
  url.endsWith("/graphql") && typeof query === "string" && /^\s*(?:query\b|\{)/.test(query);
