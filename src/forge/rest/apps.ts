/** REST: the app itself, its installations and their tokens, the user, the rate limit. */

import { randomBytes } from "node:crypto";
import { appPermissions } from "../access.ts";
import { timestamp } from "../clock.ts";
import { findRepository, type Hub } from "../hub.ts";
import { notFound, Refusal, suspended, unprocessable } from "../refusal.ts";
import type { App, Installation, PermissionLevel, Permissions } from "../rows.ts";
import { showApp, showInstallation } from "../show/app.ts";
import { showRepository } from "../show/repository.ts";
import { showOwnUser } from "../show/user.ts";
import { answerPage, pageOf } from "./page.ts";
import { type Answer, type Ask, route } from "./route.ts";

const tokenLife = 3_600_000;

export const appRoutes = [
  route("GET", "/app", "apps/get-authenticated", (ask) => ({
    status: 200,
    body: showApp(ask.hub, callingApp(ask)),
  })),
  route("GET", "/app/installations", "apps/list-installations", (ask) => {
    const installations = ask.hub.store.installations.group(callingApp(ask).id);
    return answerPage(ask, installations, (row) => showInstallation(ask.hub, row));
  }),
  route("GET", "/app/installations/{id}", "apps/get-installation", (ask) => ({
    status: 200,
    body: showInstallation(ask.hub, askedInstallation(ask)),
  })),
  route("GET", "/repos/{owner}/{repo}/installation", "apps/get-repo-installation", (ask) => {
    const app = callingApp(ask);
    const repository = findRepository(ask.hub.store, ask.params.owner ?? "", ask.params.repo ?? "");
    const installation = ask.hub.store.installations
      .group(app.id)
      .find((row) => repository && row.repositoryIds.includes(repository.id));
    if (!installation) throw notFound();
    return { status: 200, body: showInstallation(ask.hub, installation) };
  }),
  route(
    "POST",
    "/app/installations/{id}/access_tokens",
    "apps/create-installation-access-token",
    createToken,
  ),
  route("GET", "/installation/repositories", "apps/list-repos-accessible-to-installation", (ask) => {
    if (ask.actor.kind !== "installation")
      throw new Refusal(403, "Resource not accessible by personal access token");
    const rows = ask.actor.token.repositoryIds.map((id) => ask.hub.store.repositories.need(id));
    const { slice, headers } = pageOf(ask, rows);
    const repositories = slice.map((row) => showRepository(ask.hub, row));
    const body = { total_count: rows.length, repository_selection: "selected", repositories };
    return { status: 200, body, headers };
  }),
  route("GET", "/user", "users/get-authenticated", (ask) => {
    if (ask.actor.kind === "anonymous") throw new Refusal(401, "Requires authentication");
    if (ask.actor.kind !== "user") throw new Refusal(403, "Resource not accessible by integration");
    return { status: 200, body: showOwnUser(ask.hub, ask.actor.user) };
  }),
];

function callingApp(ask: Ask): App {
  if (ask.actor.kind === "app") return ask.actor.app;
  throw new Refusal(401, "A JSON web token could not be decoded");
}

function askedInstallation(ask: Ask): Installation {
  const app = callingApp(ask);
  const installation = ask.hub.store.installations.get(Number(ask.params.id));
  if (installation?.appId !== app.id) throw notFound();
  return installation;
}

function createToken(ask: Ask): Answer {
  const installation = askedInstallation(ask);
  if (installation.suspendedAt) throw suspended();
  const repositoryIds = chooseRepositories(ask, installation);
  const permissions = choosePermissions(ask);
  const expiresAt = timestamp(ask.hub.clock() + tokenLife);
  const id = `ghs_${randomBytes(18).toString("hex")}`;
  dropExpiredTokens(ask.hub);
  ask.hub.store.installationTokens.put({
    id,
    installationId: installation.id,
    repositoryIds,
    permissions,
    expiresAt,
  });
  const repositories = repositoryIds.map((repository) =>
    showRepository(ask.hub, ask.hub.store.repositories.need(repository)),
  );
  const body = {
    token: id,
    expires_at: expiresAt,
    permissions,
    repository_selection: "selected",
    repositories,
  };
  return { status: 201, body };
}

function dropExpiredTokens(hub: Hub): void {
  for (const token of hub.store.installationTokens.all()) {
    if (Date.parse(token.expiresAt) + tokenLife < hub.clock()) hub.store.installationTokens.delete(token.id);
  }
}

/** A token can only have fewer repositories than its installation. */
function chooseRepositories(ask: Ask, installation: Installation): readonly number[] {
  const [ids, names] = [ask.body.list("repository_ids"), ask.body.list("repositories")];
  if (!ids && !names) return installation.repositoryIds;
  const named = (names ?? []).map(
    (name) => findRepository(ask.hub.store, installation.account, String(name))?.id,
  );
  const wanted = [...(ids ?? []).map(Number), ...named];
  const reachable = wanted.filter((id) => id !== undefined && installation.repositoryIds.includes(id));
  if (reachable.length === wanted.length) return [...new Set(reachable as number[])];
  throw unprocessable(
    "There is at least one repository that does not exist or is not accessible to the parent installation.",
  );
}

/** A token can only have less than its app. */
function choosePermissions(ask: Ask): Permissions {
  const asked = ask.body.value("permissions");
  if (typeof asked !== "object" || asked === null) return appPermissions;
  const granted: Record<string, PermissionLevel> = { metadata: "read" };
  for (const [scope, level] of Object.entries(asked)) {
    const most = appPermissions[scope];
    if (!most || (level !== "read" && level !== "write") || (level === "write" && most === "read")) {
      throw unprocessable("The permissions requested are not granted to this installation.");
    }
    granted[scope] = level;
  }
  return granted;
}
