/** Goes over all repositories of all installations, without a webhook, and says once what keeps it out of one. */

import type { Logger } from "probot";
import type { Clients, Installed } from "./effect/clients.ts";
import { NoAccess } from "./effect/no-access.ts";

export interface Sweeping {
  readonly clients: Clients;
  readonly log: Pick<Logger, "warn">;
  /** Looks at one repository. Rejects with NoAccess when the installation keeps us out. */
  readonly visit: (where: Installed) => Promise<void>;
}

export class Sweep {
  readonly #options: Sweeping;
  /** By installation, and for the app itself, why GitHub keeps us out, as it was told last. */
  readonly #keptOut = new Map<number | undefined, string | undefined>();
  #running: Promise<void> | undefined;

  constructor(options: Sweeping) {
    this.#options = options;
  }

  /** Begins, unless one is under way. */
  begin(): void {
    this.#running ??= this.#all()
      .catch((error: unknown) => this.#missed(undefined, error))
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when the one that is under way is over. */
  async ended(): Promise<void> {
    await this.#running;
  }

  async #all(): Promise<void> {
    const app = await this.#options.clients.app();
    const installations = await app.paginate("GET /app/installations", { per_page: 100 });
    this.#keptOut.delete(undefined);
    for (const { id } of installations) {
      await this.#installation(id).then(
        () => this.#keptOut.delete(id),
        (error: unknown) => this.#missed(id, error),
      );
    }
  }

  async #installation(installation: number): Promise<void> {
    const octokit = await this.#options.clients.installation(installation);
    const repositories = await octokit.paginate("GET /installation/repositories", { per_page: 100 });
    for (const { id, full_name } of repositories) {
      const [owner = "", repo = ""] = full_name.split("/");
      await this.#options.visit({ id, owner, repo, installation }).catch((error: unknown) => {
        if (error instanceof NoAccess) throw error;
        // One that GitHub blocks, or that is just being removed, keeps no other waiting.
        this.#missed(installation, error, full_name);
      });
    }
  }

  /** Says why a sweep did not reach all there is, and what keeps us out only once: it lasts until a person acts. */
  #missed(installation: number | undefined, error: unknown, repository?: string): void {
    const keptOut = error instanceof NoAccess ? error.message : undefined;
    if (keptOut !== undefined && keptOut === this.#keptOut.get(installation)) return;
    this.#keptOut.set(installation, keptOut);
    this.#options.log.warn(
      { installation, repository, error: String(error) },
      "The sweep did not reach GitHub.",
    );
  }
}
