/** What a caller may do in a repository: roles for people, token permissions for apps. */

import type { Actor } from "./actor.ts";
import { forbidden, Refusal } from "./refusal.ts";
import { type App, type Permissions, type Repository, type Role, roles, type User } from "./rows.ts";

export type Scope = "metadata" | "contents" | "issues" | "checks" | "pull_requests" | "administration";

/** "join" is what every user may do on a public repository: open issues, comment, react. */
export type Level = "read" | "join" | "write";

export interface Need {
  readonly scope: Scope;
  readonly level: Level;
}

/** What an app has when it is installed; tokens can only shrink it. */
export const appPermissions: Permissions = {
  metadata: "read",
  contents: "write",
  issues: "write",
  checks: "write",
  pull_requests: "write",
};

/** Who does something, for authorship, events and webhooks. */
export interface Act {
  readonly user: User;
  readonly app: App | undefined;
  /** May the actor set labels, milestones and states, not only talk? */
  readonly mayTriage: boolean;
}

/** The role of a person; everybody may read, since every repository here is public. */
export function roleOf(repository: Repository, login: string): Role {
  if (repository.owner.toLowerCase() === login.toLowerCase()) return "admin";
  return repository.collaborators[login] ?? "read";
}

/** Does a person have at least this role? */
export const reaches = (role: Role, least: Role): boolean => roles.indexOf(role) >= roles.indexOf(least);

/** May the actor do this in the repository? */
export function isAllowed(actor: Actor, repository: Repository, need: Need): boolean {
  if (actor.kind === "app") return false;
  if (actor.kind === "anonymous") return need.level === "read";
  if (actor.kind === "user") {
    const least = need.scope === "issues" ? "triage" : "write";
    return need.level !== "write" || reaches(roleOf(repository, actor.user.login), least);
  }
  const granted = actor.token.permissions[need.scope];
  const isReached = actor.token.repositoryIds.includes(repository.id);
  return isReached && (granted === "write" || (granted === "read" && need.level === "read"));
}

/** Throws 401 or 403 as GitHub does when the actor may not do this. */
export function checkAllowed(actor: Actor, repository: Repository, need: Need): void {
  if (isAllowed(actor, repository, need)) return;
  if (actor.kind === "anonymous") throw new Refusal(401, "Requires authentication");
  if (actor.kind === "user") throw forbidden("Must have push access to repository");
  throw forbidden();
}

/** The actor as the doer of a write; throws 401 for nobody. */
export function actOf(actor: Actor, repository: Repository): Act {
  if (actor.kind === "anonymous" || actor.kind === "app") throw new Refusal(401, "Requires authentication");
  const app = actor.kind === "installation" ? actor.app : undefined;
  const mayTriage = app !== undefined || reaches(roleOf(repository, actor.user.login), "triage");
  return { user: actor.user, app, mayTriage };
}
