/** Tokens of an installation that may do no more than their use takes, in no more than one repository. */

import type { Octokit } from "@octokit/rest";
import type { Secrets } from "../gate/secrets.ts";
import type { Clock } from "./clock.ts";

export interface Scope {
  /** All that the app is installed on when absent. */
  readonly repositories?: readonly string[];
  readonly permissions: Readonly<Record<string, "read" | "write">>;
}

/** Git's token can open no issue, and that of the API can push nothing. */
export const permissions = {
  api: { issues: "write", pull_requests: "write", contents: "read", metadata: "read" },
  git: { contents: "write", metadata: "read" },
  /** To see where the app is installed. */
  sweep: { metadata: "read" },
} as const satisfies Readonly<Record<string, Scope["permissions"]>>;

export type AppClient = () => Promise<Pick<Octokit, "request">>;

export interface Minted {
  readonly token: string;
  readonly expires_at: string;
}

/** Asks as the app for a token; `secrets` know it from then on. */
export async function mintToken(
  app: AppClient,
  installation: number,
  scope: Scope | undefined,
  secrets?: Secrets,
): Promise<Minted> {
  const route = "POST /app/installations/{installation_id}/access_tokens";
  const { repositories, permissions } = scope ?? {};
  const { data } = await (await app()).request(route, {
    installation_id: installation,
    ...(repositories && { repositories: [...repositories] }),
    ...(permissions && { permissions: { ...permissions } }),
  });
  secrets?.add(data.token);
  return data;
}

interface FactoryOptions {
  readonly octokit: { readonly constructor: unknown };
  readonly octokitOptions: Readonly<Record<string, unknown>> & { readonly auth?: object };
}

/** No token is given out that has less time left. */
const spare = 60_000;

/**
 * A client of the same kind as an installation's, with tokens of a scope. The login's library takes a token from its cache
 * before it mints one that may do everything, and this cache is never empty.
 */
export async function scopedClient<Client extends Pick<Octokit, "auth">>(
  client: Client,
  installation: number,
  mint: () => Promise<Minted>,
  clock: Pick<Clock, "now">,
): Promise<Client> {
  let held: Promise<string> | undefined;
  let expires = Number.POSITIVE_INFINITY;
  const ask = async () => {
    const made = await mint();
    expires = Date.parse(made.expires_at);
    return [
      made.token,
      new Date(clock.now()).toISOString(),
      made.expires_at,
      "selected",
      "metadata",
      "",
    ].join("|");
  };
  const cache = {
    get: (): Promise<string> => {
      if (held === undefined || clock.now() > expires - spare) {
        expires = Number.POSITIVE_INFINITY;
        held = ask();
        held.catch(() => {
          held = undefined;
        });
      }
      return held;
    },
    set: (_key: string, value: string): void => {
      held = value === "" ? undefined : Promise.resolve(value);
    },
  };
  const factory = ({ octokit, octokitOptions }: FactoryOptions): Client => {
    const Kind = octokit.constructor as new (options: object) => Client;
    const auth = { ...octokitOptions.auth, installationId: installation, cache };
    return new Kind({ ...octokitOptions, auth });
  };
  return (await client.auth({ type: "installation", installationId: installation, factory })) as Client;
}
