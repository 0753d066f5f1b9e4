/** REST: labels of a repository and of an issue. */

import { setLabels } from "../act/issues.ts";
import { createLabel, deleteLabel, editLabel, ensureLabels, findLabel } from "../act/labels.ts";
import { notFound, Refusal } from "../refusal.ts";
import type { Issue, Label } from "../rows.ts";
import { showLabel } from "../show/label.ts";
import { askedIssue, labelNames } from "./find.ts";
import { answerPage } from "./page.ts";
import { type Answer, type RepositoryAsk, repositoryRoute } from "./route.ts";

export const labelRoutes = [
  repositoryRoute("GET", "/labels", ["issues/list-labels-for-repo", "issues", "read"], (ask) =>
    answerPage(ask, ask.hub.store.labels.group(ask.repository.id), (label) => showLabel(ask.hub, label)),
  ),
  repositoryRoute("POST", "/labels", ["issues/create-label", "issues", "write"], (ask) => {
    const label = createLabel(ask.hub, ask.act(), ask.repository, {
      name: ask.body.required("name"),
      color: ask.body.text("color"),
      description: ask.body.text("description"),
    });
    return { status: 201, body: showLabel(ask.hub, label) };
  }),
  repositoryRoute("GET", "/labels/{name}", ["issues/get-label", "issues", "read"], (ask) => ({
    status: 200,
    body: showLabel(ask.hub, askedLabel(ask)),
  })),
  repositoryRoute("PATCH", "/labels/{name}", ["issues/update-label", "issues", "write"], (ask) => {
    const name = ask.body.text("new_name");
    const draft = {
      ...(name === undefined ? {} : { name }),
      color: ask.body.text("color"),
      description: ask.body.clearableText("description"),
    };
    return { status: 200, body: showLabel(ask.hub, editLabel(ask.hub, ask.act(), askedLabel(ask), draft)) };
  }),
  repositoryRoute("DELETE", "/labels/{name}", ["issues/delete-label", "issues", "write"], (ask) => {
    deleteLabel(ask.hub, ask.act(), askedLabel(ask));
    return { status: 204 };
  }),
  repositoryRoute(
    "GET",
    "/issues/{number}/labels",
    ["issues/list-labels-on-issue", "issues", "read"],
    (ask) => answerPage(ask, labelsOf(ask, askedIssue(ask)), (label) => showLabel(ask.hub, label)),
  ),
  repositoryRoute("POST", "/issues/{number}/labels", ["issues/add-labels", "issues", "write"], (ask) => {
    const issue = askedIssue(ask);
    const named = ensureLabels(ask.hub, ask.act(), ask.repository, labelNames(ask.body.list("labels") ?? []));
    return relabel(ask, issue, [...labelsOf(ask, issue), ...named]);
  }),
  repositoryRoute("PUT", "/issues/{number}/labels", ["issues/set-labels", "issues", "write"], (ask) => {
    const names = labelNames(ask.body.list("labels") ?? []);
    return relabel(ask, askedIssue(ask), ensureLabels(ask.hub, ask.act(), ask.repository, names));
  }),
  repositoryRoute(
    "DELETE",
    "/issues/{number}/labels/{name}",
    ["issues/remove-label", "issues", "write"],
    (ask) => {
      const issue = askedIssue(ask);
      const label = findLabel(ask.hub, ask.repository, ask.params.name ?? "");
      if (!label || !issue.labelIds.includes(label.id)) throw new Refusal(404, "Label does not exist");
      return relabel(
        ask,
        issue,
        labelsOf(ask, issue).filter((other) => other.id !== label.id),
      );
    },
  ),
];

function askedLabel(ask: RepositoryAsk): Label {
  const label = findLabel(ask.hub, ask.repository, ask.params.name ?? "");
  if (!label) throw notFound();
  return label;
}

const labelsOf = (ask: RepositoryAsk, issue: Issue) =>
  issue.labelIds.map((id) => ask.hub.store.labels.need(id));

function relabel(ask: RepositoryAsk, issue: Issue, labels: readonly Label[]): Answer {
  const changed = ask.hub.store.commit(() => setLabels(ask.hub, ask.act(), issue, labels));
  return { status: 200, body: labelsOf(ask, changed).map((label) => showLabel(ask.hub, label)) };
}
