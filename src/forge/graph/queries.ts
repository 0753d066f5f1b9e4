/** The root of GraphQL queries. */

import { timestamp } from "../clock.ts";
import { findRepository } from "../hub.ts";
import { parseNodeId } from "../node-id.ts";
import { Refusal } from "../refusal.ts";
import { type Context, failure, unresolved } from "./context.ts";
import { viewComment, viewIssue, viewLabel, viewMilestone, viewRepository, viewUser } from "./views.ts";

/** The root value's queries; each is called with its arguments and the context. */
export const queries = {
  viewer: (_args: object, { hub, actor }: Context) => {
    if (actor.kind === "user" || actor.kind === "installation") return viewUser(hub, actor.user);
    throw new Refusal(401, "Requires authentication");
  },
  repository: ({ owner, name }: { owner: string; name: string }, { hub, note }: Context) => {
    const repository = findRepository(hub.store, owner, name);
    if (!repository) {
      throw failure("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
    }
    note.repository = `${repository.owner}/${repository.name}`;
    return viewRepository(hub, repository);
  },
  node: ({ id }: { id: string }, context: Context) => viewNode(context, id),
  nodes: ({ ids }: { ids: readonly string[] }, context: Context) => ids.map((id) => viewNode(context, id)),
  rateLimit: (_args: object, { allowance }: Context) => {
    const { limit, remaining, used, reset } = allowance();
    return { limit, remaining, used, cost: 1, nodeCount: 0, resetAt: timestamp(reset * 1000) };
  },
};

function viewNode({ hub }: Context, nodeId: string): object {
  const { store } = hub;
  const { kind, id } = parseNodeId(nodeId) ?? { kind: undefined, id: 0 };
  if (kind === "Issue" || kind === "PullRequest") {
    const issue = store.issues.get(id);
    if (issue && !issue.deleted) return viewIssue(hub, issue);
  }
  const views = {
    Repository: () => map(store.repositories.get(id), (row) => viewRepository(hub, row)),
    Label: () => map(store.labels.get(id), viewLabel),
    Milestone: () => map(store.milestones.get(id), (row) => viewMilestone(hub, row)),
    Comment: () => map(store.comments.get(id), (row) => viewComment(hub, row)),
    User: () => map(store.users.get(id), (row) => viewUser(hub, row)),
  };
  const view = kind !== undefined && kind in views ? views[kind as keyof typeof views]() : undefined;
  if (view) return view;
  throw unresolved(nodeId);
}

const map = <Row>(row: Row | undefined, view: (row: Row) => object) =>
  row === undefined ? undefined : view(row);
