/** What a REST route is, and how a request finds its own. */

import { type Act, actOf, checkAllowed, type Level, type Scope } from "../access.ts";
import type { Actor } from "../actor.ts";
import { findRepository, type Hub } from "../hub.ts";
import { notFound } from "../refusal.ts";
import type { Repository } from "../rows.ts";
import type { Fields } from "./fields.ts";

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the journal wants to know beyond method, path and status. */
export interface Note {
  route: string;
  repository?: string;
  issue?: number;
  contentWrites: number;
}

/** One request on its way through a handler. */
export interface Ask {
  readonly hub: Hub;
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly path: string;
  readonly body: Fields;
  readonly note: Note;
}

/** A request that names a repository the actor may use in the way the route needs. */
export interface RepositoryAsk extends Ask {
  readonly repository: Repository;
  /** The actor as a doer; throws 401 for nobody. */
  act(): Act;
}

type Handler = (ask: Ask) => Answer | Promise<Answer>;

export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly name: string;
  readonly handle: Handler;
}

/** Patterns are paths with `{name}` for one segment and `{name+}` for the rest of the path. */
export function route(method: string, pattern: string, name: string, handle: Handler): Route {
  const source = pattern
    .replaceAll(".", "\\.")
    .replaceAll(/\{(\w+)\+\}/g, "(?<$1>.+)")
    .replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  return { method, pattern: new RegExp(`^${source}$`), name, handle };
}

/** How a repository route is known: name, and what the caller needs to be allowed. */
export type Title = readonly [name: string, scope: Scope, level: Level];

/** A route below /repos/{owner}/{repo}. */
export function repositoryRoute(
  method: string,
  pattern: string,
  [name, scope, level]: Title,
  handle: (ask: RepositoryAsk) => Answer | Promise<Answer>,
): Route {
  return route(method, `/repos/{owner}/{repo}${pattern}`, name, (ask) => {
    const repository = findRepository(ask.hub.store, ask.params.owner ?? "", ask.params.repo ?? "");
    if (!repository) throw notFound();
    ask.note.repository = `${repository.owner}/${repository.name}`;
    checkAllowed(ask.actor, repository, { scope, level });
    return handle({ ...ask, repository, act: () => actOf(ask.actor, repository) });
  });
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route for a method and path, with its decoded parameters. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  for (const candidate of routes) {
    const found = candidate.method === method ? candidate.pattern.exec(path) : null;
    if (found) return { route: candidate, params: decodeAll(found.groups ?? {}) };
  }
  return undefined;
}

function decodeAll(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound();
  }
}
