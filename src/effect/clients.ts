/** The clients of GitHub's API: the app's own, one for each installation, and one for each repository behind the gate. */

import type { Probot, ProbotOctokit } from "probot";
import { repositorySecret } from "../codec/marker.ts";
import { type ApiGate, gateApi } from "../gate/api.ts";
import { explainAccess, renewAccess } from "./access.ts";
import type { Clock } from "./clock.ts";
import { KnownAnswers } from "./conditional.ts";
import { GitHub, type Repository } from "./github.ts";
import { mintToken, permissions, type Scope, scopedClient } from "./scoped-token.ts";
import { sendTimely } from "./timely.ts";

export interface Installed extends Repository {
  /** The repository's, which lasts when it is renamed or transferred. */
  readonly id: number;
  readonly installation: number;
}

export interface ClientsOptions extends Pick<ApiGate, "secret" | "secrets"> {
  readonly probot: Pick<Probot, "auth">;
  /** Where people find the pages. */
  readonly server: string;
  readonly clock: Clock;
  /** Milliseconds after which what was to be written counts no more. */
  readonly lease: number;
}

/** What they read, they read conditionally. A client that could not be made is tried again when it is asked for. */
export class Clients {
  readonly #options: ClientsOptions;
  readonly #answers = new KnownAnswers();
  readonly #made = new Map<string, Promise<ProbotOctokit>>();

  constructor(options: ClientsOptions) {
    this.#options = options;
  }

  /** Speaks as the app itself. */
  app(): Promise<ProbotOctokit> {
    return this.#once("app", async () => {
      const octokit = await this.#options.probot.auth();
      explainAccess(octokit);
      return this.#attached(octokit, "installation undefined");
    });
  }

  /** May see which repositories the app is installed on, and nothing in them. */
  installation(id: number): Promise<ProbotOctokit> {
    return this.#scoped(`installation ${id}`, id, { permissions: permissions.sweep });
  }

  /** The one way to a repository: no token for it reaches another, and no write passes but through the gate. */
  async github(where: Installed): Promise<GitHub> {
    const { id, owner, repo, installation } = where;
    const scope = { repositories: [repo], permissions: permissions.api };
    const octokit = await this.#scoped(`${owner}/${repo} of ${installation}`, installation, scope);
    const { server, clock, secrets } = this.#options;
    const secret = repositorySecret(this.#options.secret, id);
    const gate = { home: { server, owner, repo }, secret, secrets, now: () => clock.monotonic() };
    return new GitHub(gateApi(octokit, gate), { owner, repo });
  }

  #scoped(name: string, installation: number, scope: Scope): Promise<ProbotOctokit> {
    const { probot, clock, lease, secrets } = this.#options;
    return this.#once(name, async () => {
      const mint = () => mintToken(() => this.app(), installation, scope, secrets);
      const octokit = await scopedClient(await probot.auth(installation), installation, mint, clock);
      sendTimely(octokit, clock, lease);
      await renewAccess(octokit, installation, clock);
      return this.#attached(octokit, name);
    });
  }

  #attached(octokit: ProbotOctokit, name: string): ProbotOctokit {
    this.#answers.attach(octokit, name);
    return octokit;
  }

  #once(name: string, make: () => Promise<ProbotOctokit>): Promise<ProbotOctokit> {
    const known = this.#made.get(name) ?? make();
    this.#made.set(name, known);
    known.catch(() => this.#made.delete(name));
    return known;
  }
}
