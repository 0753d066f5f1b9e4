/** Everything a request handler may touch, in one value. */

import { type Clock, timestamp } from "./clock.ts";
import type { Faults } from "./faults/faults.ts";
import type { Git } from "./git.ts";
import type { JournalFile } from "./journal.ts";
import type { Repository } from "./rows.ts";
import type { Store } from "./store.ts";
import type { Webhooks } from "./webhooks.ts";

export interface Hub {
  /** Where the forge is reached, without a trailing slash. */
  readonly url: string;
  readonly store: Store;
  readonly git: Git;
  readonly journal: JournalFile;
  readonly webhooks: Webhooks;
  readonly clock: Clock;
  /** Absent in a forge that behaves. */
  readonly faults?: Faults | undefined;
}

export const now = (hub: Hub) => timestamp(hub.clock());

/** A repository by its name, in any case, as GitHub finds it. */
export function findRepository(store: Store, owner: string, name: string): Repository | undefined {
  return store.repositories.group(`${owner}/${name}`.toLowerCase())[0];
}

export const apiUrl = (hub: Hub, repository: Repository) =>
  `${hub.url}/api/v3/repos/${repository.owner}/${repository.name}`;

export const pageUrl = (hub: Hub, repository: Repository) =>
  `${hub.url}/${repository.owner}/${repository.name}`;
