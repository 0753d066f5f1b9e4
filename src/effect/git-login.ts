/** The installation's token as git sends it, asked for again before it expires. */

import type { Octokit } from "@octokit/rest";
import type { Clock } from "./clock.ts";
import type { GitLogin } from "./git-mirror.ts";

/** A push that starts with the token must still end with it. */
const spare = 10 * 60_000;

/**
 * `app` speaks as the app itself. The client of the installation has such a token, too, but renews it at github.com
 * when it is not a request that needs it, wherever the installation is.
 */
export function gitLogin(
  app: () => Promise<Pick<Octokit, "request">>,
  installation: number,
  clock: Pick<Clock, "now">,
): GitLogin {
  let held: { readonly token: string; readonly expires: number } | undefined;
  return async () => {
    if (held === undefined || clock.now() > held.expires - spare) {
      const route = "POST /app/installations/{installation_id}/access_tokens";
      const { data } = await (await app()).request(route, { installation_id: installation });
      held = { token: data.token, expires: Date.parse(data.expires_at) };
    }
    return `Authorization: Basic ${Buffer.from(`x-access-token:${held.token}`).toString("base64")}`;
  };
}
