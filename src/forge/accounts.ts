/** Makes people, apps and installations; each exists once, however often it is asked for. */

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { findRepository, type Hub, now } from "./hub.ts";
import { formatNodeId } from "./node-id.ts";
import type { App, Installation, Repository, User } from "./rows.ts";
import { showInstallation } from "./show/app.ts";
import { ownerOf, showUser } from "./show/user.ts";

/** A person with one personal access token. */
export function createUser(hub: Hub, login: string): { readonly token: string; readonly id: number } {
  if (!/^[a-z\d](?:[a-z\d-]{0,37}[a-z\d])?$/i.test(login)) throw new Error(`"${login}" cannot be a login.`);
  const user = ensureUser(hub, login, "User");
  const known = hub.store.personalTokens.group(user.id)[0];
  if (known) return { token: known.id, id: user.id };
  const id = `ghp_${randomBytes(18).toString("hex")}`;
  hub.store.personalTokens.put({ id, userId: user.id });
  return { token: id, id: user.id };
}

/** Gives a person another login, as they do in their settings; the number and all roles stay. */
export function renameUser(hub: Hub, login: string, to: string): void {
  const user = hub.store.users.group(login.toLowerCase())[0];
  if (!user) throw new Error(`There is no user "${login}".`);
  hub.store.commit(() => {
    hub.store.users.patch(user, { login: to });
    for (const repository of hub.store.repositories.all()) {
      const { [login]: role, ...others } = repository.collaborators;
      if (role) hub.store.repositories.patch(repository, { collaborators: { ...others, [to]: role } });
    }
  });
}

export interface AppOptions {
  readonly slug: string;
  readonly webhookUrl: string;
}

/** The app of this slug, made with a key pair and a secret when it is new. */
export function createApp(hub: Hub, { slug, webhookUrl }: AppOptions) {
  const known = hub.store.apps.group(slug)[0];
  const app = known ? hub.store.apps.patch(known, { webhookUrl }) : makeApp(hub, slug, webhookUrl);
  return { appId: app.id, privateKey: app.privateKey, webhookSecret: app.webhookSecret };
}

/** Gives an app access to a repository and tells it so. */
export function install(hub: Hub, slug: string, fullName: string): { readonly installationId: number } {
  const [owner = "", name = ""] = fullName.split("/");
  const [app, repository] = [hub.store.apps.group(slug)[0], findRepository(hub.store, owner, name)];
  if (!app) throw new Error(`There is no app "${slug}" to install.`);
  if (!repository) throw new Error(`There is no repository "${fullName}" to install ${slug} on.`);
  const known = hub.store.installations.group(app.id).find((row) => row.account === repository.owner);
  if (known?.repositoryIds.includes(repository.id)) return { installationId: known.id };
  const repositoryIds = [...(known?.repositoryIds ?? []), repository.id];
  const account = repository.owner;
  const installation = hub.store.commit(() =>
    hub.store.installations.put(
      known
        ? { ...known, repositoryIds }
        : { id: hub.store.newId(), appId: app.id, account, repositoryIds, createdAt: now(hub) },
    ),
  );
  if (known) tellAdded(hub, app, installation, repository);
  else tellInstalled(hub, app, installation, repository);
  return { installationId: installation.id };
}

/** Keeps an app out of one of its installations, or lets it in again, as the owner does in the settings. */
export function suspend(hub: Hub, installationId: number, isSuspended: boolean): void {
  const installation = hub.store.installations.need(installationId);
  const suspendedAt = isSuspended ? now(hub) : undefined;
  hub.store.commit(() => hub.store.installations.patch(installation, { suspendedAt }));
}

function ensureUser(hub: Hub, login: string, type: User["type"]): User {
  const known = hub.store.users.group(login.toLowerCase())[0];
  if (known) return known;
  return hub.store.commit(() =>
    hub.store.users.put({ id: hub.store.newId(), login, type, createdAt: now(hub) }),
  );
}

function makeApp(hub: Hub, slug: string, webhookUrl: string): App {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return hub.store.commit(() =>
    hub.store.apps.put({
      id: hub.store.newId(),
      slug,
      botId: ensureUser(hub, `${slug}[bot]`, "Bot").id,
      hookId: hub.store.newId(),
      privateKey,
      publicKey,
      webhookSecret: randomBytes(20).toString("hex"),
      webhookUrl,
      createdAt: now(hub),
    }),
  );
}

function tellInstalled(hub: Hub, app: App, installation: Installation, repository: Repository): void {
  const more = { action: "created", repositories: [stubOf(repository)], requester: null };
  tell(hub, app, installation, { event: "installation", more });
}

function tellAdded(hub: Hub, app: App, installation: Installation, repository: Repository): void {
  const more = {
    action: "added",
    repository_selection: "selected",
    repositories_added: [stubOf(repository)],
    repositories_removed: [],
    requester: null,
  };
  tell(hub, app, installation, { event: "installation_repositories", more });
}

interface News {
  readonly event: string;
  /** What stands beside the installation. */
  readonly more: object;
}

function tell(hub: Hub, app: App, installation: Installation, { event, more }: News): void {
  const sender = showUser(hub, ownerOf(hub, installation.account));
  const payload = () => ({ ...more, installation: showInstallation(hub, installation), sender });
  hub.webhooks.send(app, { event, payload });
}

const stubOf = ({ id, name, owner }: Repository) => ({
  id,
  node_id: formatNodeId("Repository", id),
  name,
  full_name: `${owner}/${name}`,
  private: false,
});
