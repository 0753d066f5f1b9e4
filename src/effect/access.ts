/** A client's access: a token that GitHub took back before its hour is over is forgotten, and the request made once more. */

import type { Octokit } from "@octokit/rest";
import type { Clock } from "./clock.ts";
import { checkPermitted, isRefusedToken, toNoAccess } from "./no-access.ts";
import { Renewals } from "./renewals.ts";

type Client = Pick<Octokit, "hook" | "auth">;

/** Where the library of the app's login keeps tokens, by installation; what is empty is not there. */
interface TokenCache {
  get(key: string): string | undefined | Promise<string | undefined>;
  set(key: string, value: string): unknown;
}

/** Makes a client of the app itself say in a sentence when GitHub keeps it out; once per client. */
export function explainAccess(client: Pick<Client, "hook">): void {
  client.hook.wrap("request", async (request, options) => {
    try {
      return await request(options);
    } catch (error) {
      throw toNoAccess(error);
    }
  });
}

/**
 * Makes a client of an installation try once more, reads and writes alike, with a new token when one was refused: what
 * was refused did not take effect. The login's library mints one token for all who wait for it, and whoever was refused
 * with an older one than it has by then takes the newer. Then `NoAccess` says what is wrong. Once per client.
 */
export async function renewAccess(
  client: Client,
  installation: number,
  clock: Pick<Clock, "monotonic">,
): Promise<void> {
  const factory = (login: { readonly cache: TokenCache }) => login.cache;
  const cache = (await client.auth({
    type: "installation",
    installationId: installation,
    factory,
  })) as TokenCache;
  const key = String(installation);
  const renewals = new Renewals(clock);
  client.hook.wrap("request", async (request, options) => {
    const attempt = async () => {
      const held = await cache.get(key);
      try {
        return await request(options);
      } catch (error) {
        const isHeldStill = held !== undefined && held === (await cache.get(key));
        if (isRefusedToken(error) && isHeldStill && renewals.take()) await cache.set(key, "");
        throw error;
      }
    };
    try {
      const answer = await attempt().catch((error: unknown) => {
        if (!isRefusedToken(error)) throw error;
        return attempt();
      });
      checkPermitted(answer.data);
      return answer;
    } catch (error) {
      throw toNoAccess(error);
    }
  });
}
