/** Tells the apps installed on a repository what happened there. */

import type { Hub } from "../hub.ts";
import { formatNodeId } from "../node-id.ts";
import type { App, Installation, Repository, User } from "../rows.ts";
import { showRepository } from "../show/repository.ts";
import { showUser } from "../show/user.ts";

export interface Happening {
  readonly event: string;
  readonly repository: Repository;
  readonly sender: User;
  /** The event's own fields; a function is asked when the delivery's turn comes. */
  readonly fields: object | (() => Promise<object>);
}

/** Queues a delivery for each app installed on the repository. */
export function emit(hub: Hub, { event, repository, sender, fields }: Happening): void {
  const installations = hub.store.installations
    .all()
    .filter((row) => row.repositoryIds.includes(repository.id));
  if (installations.length === 0) return;
  const context = {
    repository: showRepository(hub, hub.store.repositories.need(repository.id)),
    sender: showUser(hub, sender),
  };
  for (const installation of installations) {
    const payload = async () => ({
      ...(typeof fields === "function" ? await fields() : fields),
      ...context,
      installation: installationStub(installation),
    });
    hub.webhooks.send(appOf(hub, installation), { event, payload });
  }
}

const appOf = (hub: Hub, installation: Installation): App => hub.store.apps.need(installation.appId);

const installationStub = (installation: Installation) => ({
  id: installation.id,
  node_id: formatNodeId("Installation", installation.id),
});
