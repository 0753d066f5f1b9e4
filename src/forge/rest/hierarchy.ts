/** REST: sub-issues and parents. */

import { addChild, removeChild } from "../act/hierarchy.ts";
import { notFound } from "../refusal.ts";
import type { Issue } from "../rows.ts";
import { showIssue } from "../show/issue.ts";
import { askedIssue } from "./find.ts";
import { answerPage } from "./page.ts";
import { type RepositoryAsk, repositoryRoute } from "./route.ts";

export const hierarchyRoutes = [
  repositoryRoute(
    "GET",
    "/issues/{number}/sub_issues",
    ["issues/list-sub-issues", "issues", "read"],
    (ask) => {
      const children = askedIssue(ask).childIds.map((id) => ask.hub.store.issues.need(id));
      return answerPage(ask, children, (child) => showIssue(ask.hub, child));
    },
  ),
  repositoryRoute(
    "POST",
    "/issues/{number}/sub_issues",
    ["issues/add-sub-issue", "issues", "write"],
    (ask) => {
      const [parent, child] = [askedIssue(ask), namedChild(ask)];
      const replaceParent = ask.body.flag("replace_parent");
      const changed = addChild(ask.hub, ask.act(), { parent, child, replaceParent });
      ask.note.contentWrites = 1;
      return { status: 201, body: showIssue(ask.hub, changed) };
    },
  ),
  repositoryRoute(
    "DELETE",
    "/issues/{number}/sub_issue",
    ["issues/remove-sub-issue", "issues", "write"],
    (ask) => {
      const changed = removeChild(ask.hub, ask.act(), askedIssue(ask), namedChild(ask));
      return { status: 200, body: showIssue(ask.hub, changed) };
    },
  ),
  repositoryRoute("GET", "/issues/{number}/parent", ["issues/get-parent", "issues", "read"], (ask) => {
    const { parentId } = askedIssue(ask);
    if (parentId === null) throw notFound();
    return { status: 200, body: showIssue(ask.hub, ask.hub.store.issues.need(parentId)) };
  }),
];

/** The body names a child by its database id, not by its number. */
function namedChild(ask: RepositoryAsk): Issue {
  const child = ask.hub.store.issues.get(ask.body.requiredNumber("sub_issue_id"));
  const owner = child && ask.hub.store.repositories.need(child.repositoryId).owner;
  if (!child || owner !== ask.repository.owner) throw notFound();
  return child;
}
