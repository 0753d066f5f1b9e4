/** Apps and their installations as the REST API shows them. */

import { appPermissions } from "../access.ts";
import type { Hub } from "../hub.ts";
import { formatNodeId } from "../node-id.ts";
import type { App, Installation } from "../rows.ts";
import { ownerOf, showUser } from "./user.ts";

/** The events every app of the forge is subscribed to; GitHub's own description of apps cannot say "sub_issues". */
const subscribedEvents = [
  "check_run",
  "create",
  "delete",
  "issue_comment",
  "issues",
  "label",
  "milestone",
  "pull_request",
  "push",
];

export function showApp(hub: Hub, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: formatNodeId("App", app.id),
    client_id: `Iv1.${app.id}`,
    owner: showUser(hub, hub.store.users.need(app.botId)),
    name: app.slug,
    description: null,
    external_url: hub.url,
    html_url: `${hub.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: appPermissions,
    events: subscribedEvents,
  };
}

/** The app a row was written through, or null for a person's own doing. */
export function showAppOf(hub: Hub, appId: number | null) {
  return appId === null ? null : showApp(hub, hub.store.apps.need(appId));
}

export function showInstallation(hub: Hub, installation: Installation) {
  const app = hub.store.apps.need(installation.appId);
  const account = ownerOf(hub, installation.account);
  return {
    id: installation.id,
    client_id: `Iv1.${app.id}`,
    account: showUser(hub, account),
    repository_selection: "selected",
    access_tokens_url: `${hub.url}/api/v3/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${hub.url}/api/v3/installation/repositories`,
    html_url: `${hub.url}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: "User",
    permissions: appPermissions,
    events: subscribedEvents,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt ? showUser(hub, account) : null,
    suspended_at: installation.suspendedAt ?? null,
  };
}
