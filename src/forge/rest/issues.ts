/** REST: issues and their timeline. */

import { changeIssue, openIssue } from "../act/issues.ts";
import { ensureLabels } from "../act/labels.ts";
import { loginOf } from "../actor.ts";
import { forbidden } from "../refusal.ts";
import type { Issue } from "../rows.ts";
import { showIssue } from "../show/issue.ts";
import { showTimeline } from "../show/timeline.ts";
import { checkBody, checkTitle } from "./fields.ts";
import { askedIssue, labelNames, milestoneInBody } from "./find.ts";
import { selectIssues } from "./issue-filter.ts";
import { answerPage } from "./page.ts";
import { type Answer, type RepositoryAsk, repositoryRoute } from "./route.ts";

const stateReasons = ["completed", "not_planned", "duplicate", "reopened"] as const;

export const issueRoutes = [
  repositoryRoute("POST", "/issues", ["issues/create", "issues", "join"], create),
  repositoryRoute("GET", "/issues", ["issues/list-for-repo", "issues", "read"], (ask) =>
    answerPage(ask, selectIssues(ask), (issue) => showIssue(ask.hub, issue)),
  ),
  repositoryRoute("GET", "/issues/{number}", ["issues/get", "issues", "read"], (ask) => ({
    status: 200,
    body: showIssue(ask.hub, askedIssue(ask)),
  })),
  repositoryRoute("PATCH", "/issues/{number}", ["issues/update", "issues", "join"], update),
  repositoryRoute(
    "GET",
    "/issues/{number}/timeline",
    ["issues/list-events-for-timeline", "issues", "read"],
    (ask) => answerPage(ask, showTimeline(ask.hub, askedIssue(ask)), (entry) => entry),
  ),
];

function create(ask: RepositoryAsk): Answer {
  const act = ask.act();
  const title = checkTitle(ask.body.required("title"), "Issue");
  const body = checkBody(ask.body.text("body") ?? null, "Issue");
  const names = act.mayTriage ? labelNames(ask.body.list("labels") ?? []) : [];
  const milestone = act.mayTriage ? (milestoneInBody(ask) ?? undefined) : undefined;
  const issue = ask.hub.store.commit(() => {
    const labels = ensureLabels(ask.hub, act, ask.repository, names);
    return openIssue(ask.hub, act, ask.repository, { title, body, labels, milestone });
  });
  ask.note.issue = issue.number;
  ask.note.contentWrites = 1;
  const shown = showIssue(ask.hub, issue);
  return { status: 201, body: shown, headers: { Location: shown.url } };
}

function update(ask: RepositoryAsk): Answer {
  const issue = askedIssue(ask);
  const act = ask.act();
  if (!act.mayTriage && !isOwn(ask, issue)) throw forbidden("Must have admin rights to Repository.");
  const title = ask.body.text("title");
  const body = checkBody(ask.body.clearableText("body"), "Issue");
  const names = act.mayTriage ? ask.body.list("labels") : undefined;
  const changed = changeIssue(ask.hub, act, issue, {
    title: title === undefined ? undefined : checkTitle(title, "Issue"),
    body,
    state: ask.body.word("state", ["open", "closed"]),
    stateReason: ask.body.word("state_reason", stateReasons),
    milestone: act.mayTriage ? milestoneInBody(ask) : undefined,
    labels: names && ensureLabels(ask.hub, act, ask.repository, labelNames(names)),
  });
  return { status: 200, body: showIssue(ask.hub, changed) };
}

const isOwn = (ask: RepositoryAsk, issue: Issue) =>
  ask.hub.store.users.need(issue.authorId).login === loginOf(ask.actor);
