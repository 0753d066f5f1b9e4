/** The installation's token as git sends it, asked for again before it expires and when GitHub took it back. */

import type { Secrets } from "../gate/secrets.ts";
import type { Clock } from "./clock.ts";
import type { GitLogin } from "./git-mirror.ts";
import { Renewals } from "./renewals.ts";
import { type AppClient, mintToken, type Scope } from "./scoped-token.ts";

/** A push that starts with the token must still end with it. */
const spare = 10 * 60_000;

interface Held {
  readonly header: string;
  readonly expires: number;
}

/**
 * `app` speaks as the app itself. The client of the installation has such a token, too, but renews it at github.com
 * when it is not a request that needs it, wherever the installation is.
 */
export function gitLogin(
  app: AppClient,
  installation: number,
  clock: Pick<Clock, "now" | "monotonic">,
  scope?: Scope,
  secrets?: Secrets,
): GitLogin {
  let held: Held | undefined;
  let asked: Promise<Held> | undefined;
  const renewals = new Renewals(clock);
  const ask = async (): Promise<Held> => {
    const minted = await mintToken(app, installation, scope, secrets);
    const credentials = Buffer.from(`x-access-token:${minted.token}`).toString("base64");
    held = { header: `Authorization: Basic ${credentials}`, expires: Date.parse(minted.expires_at) };
    return held;
  };
  return async (refused) => {
    const isUsable =
      held !== undefined &&
      clock.now() <= held.expires - spare &&
      (held.header !== refused || (asked === undefined && !renewals.take()));
    if (held && isUsable) return held.header;
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    return (await asked).header;
  };
}
