/** What GraphQL resolvers know, and how they refuse. */

import { GraphQLError } from "graphql";
import { type Act, actOf, checkAllowed, type Level, type Scope } from "../access.ts";
import type { Actor } from "../actor.ts";
import type { Hub } from "../hub.ts";
import { type NodeKind, parseNodeId } from "../node-id.ts";
import type { Allowance } from "../rate-limit.ts";
import type { Note } from "../rest/route.ts";
import type { Issue, Repository } from "../rows.ts";

export interface Context {
  readonly hub: Hub;
  readonly actor: Actor;
  readonly note: Note;
  readonly allowance: () => Allowance;
}

/** An error in GitHub's form: the type stands beside the message. */
export const failure = (type: string, message: string) => new GraphQLError(message, { extensions: { type } });

/** The id in a node id of the wanted kind; throws NOT_FOUND for anything else. */
export function idOf(nodeId: string, ...kinds: readonly NodeKind[]): number {
  const node = parseNodeId(nodeId);
  if (node && kinds.includes(node.kind)) return node.id;
  throw unresolved(nodeId);
}

export const unresolved = (nodeId: string) =>
  failure("NOT_FOUND", `Could not resolve to a node with the global id of '${nodeId}'`);

/** The issue (or pull request) of a node id, in a repository the actor may use in this way. */
export function issueOfNode(context: Context, nodeId: string, scope: Scope, level: Level) {
  const issue = context.hub.store.issues.get(idOf(nodeId, "Issue", "PullRequest"));
  if (!issue || issue.deleted) throw unresolved(nodeId);
  return {
    issue,
    act: enter(context, repositoryOf(context, issue), scope, level),
    ...noteIssue(context, issue),
  };
}

/** Checks permission and returns the actor as a doer. */
export function enter(context: Context, repository: Repository, scope: Scope, level: Level): Act {
  context.note.repository = `${repository.owner}/${repository.name}`;
  checkAllowed(context.actor, repository, { scope, level });
  return actOf(context.actor, repository);
}

/** Tells the journal which issue the call is about. */
export function noteIssue(context: Context, issue: Issue) {
  context.note.issue = issue.number;
  return { repository: repositoryOf(context, issue) };
}

const repositoryOf = (context: Context, issue: Issue) =>
  context.hub.store.repositories.need(issue.repositoryId);
