/** Users as the REST API shows them. */

import type { Hub } from "../hub.ts";
import { formatNodeId } from "../node-id.ts";
import type { User } from "../rows.ts";

export function showUser(hub: Hub, user: User) {
  const url = `${hub.url}/api/v3/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: formatNodeId("User", user.id),
    avatar_url: `${hub.url}/avatars/${user.id}`,
    gravatar_id: "",
    url,
    html_url: `${hub.url}/${encodeURIComponent(user.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** The longer form that /user answers. */
export function showOwnUser(hub: Hub, user: User) {
  return {
    ...showUser(hub, user),
    name: user.login,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: hub.store.repositories.all().filter((row) => row.owner === user.login).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: user.createdAt,
    updated_at: user.createdAt,
  };
}

/** The account a repository belongs to; an owner is always a user of the forge. */
export function ownerOf(hub: Hub, login: string): User {
  const owner = hub.store.users.group(login.toLowerCase())[0];
  if (!owner) throw new Error(`The forge lacks the account ${login}.`);
  return owner;
}
