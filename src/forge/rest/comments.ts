/** REST: issue comments and reactions. */

import { addComment, deleteComment, editComment, pinComment } from "../act/comments.ts";
import { loginOf } from "../actor.ts";
import { now } from "../hub.ts";
import { forbidden, invalid } from "../refusal.ts";
import { type Comment, type Issue, reactionKinds } from "../rows.ts";
import { showComment, showReaction } from "../show/issue.ts";
import { checkBody } from "./fields.ts";
import { askedComment, askedIssue } from "./find.ts";
import { parseSince } from "./issue-filter.ts";
import { answerPage } from "./page.ts";
import { type Answer, type RepositoryAsk, repositoryRoute } from "./route.ts";

export const commentRoutes = [
  repositoryRoute("GET", "/issues/comments", ["issues/list-comments-for-repo", "issues", "read"], listAll),
  repositoryRoute("GET", "/issues/comments/{id}", ["issues/get-comment", "issues", "read"], (ask) => ({
    status: 200,
    body: showComment(ask.hub, askedComment(ask)),
  })),
  repositoryRoute("PATCH", "/issues/comments/{id}", ["issues/update-comment", "issues", "join"], (ask) => {
    const comment = ownComment(ask);
    const body = bodyOf(ask);
    return { status: 200, body: showComment(ask.hub, editComment(ask.hub, ask.act(), comment, body)) };
  }),
  repositoryRoute("DELETE", "/issues/comments/{id}", ["issues/delete-comment", "issues", "join"], (ask) => {
    deleteComment(ask.hub, ask.act(), ownComment(ask));
    return { status: 204 };
  }),
  repositoryRoute("PUT", "/issues/comments/{id}/pin", ["issues/pin-comment", "issues", "write"], (ask) => ({
    status: 200,
    body: showComment(ask.hub, pinComment(ask.hub, ask.act(), askedComment(ask))),
  })),
  repositoryRoute("GET", "/issues/{number}/comments", ["issues/list-comments", "issues", "read"], (ask) => {
    const since = parseSince(ask.query);
    const comments = ask.hub.store.comments
      .group(askedIssue(ask).id)
      .filter((comment) => Date.parse(comment.updatedAt) >= since);
    return answerPage(ask, comments, (comment) => showComment(ask.hub, comment));
  }),
  repositoryRoute("POST", "/issues/{number}/comments", ["issues/create-comment", "issues", "join"], (ask) => {
    const comment = addComment(ask.hub, ask.act(), askedIssue(ask), bodyOf(ask));
    ask.note.contentWrites = 1;
    return { status: 201, body: showComment(ask.hub, comment) };
  }),
  ...reactionRoutes("/issues/comments/{id}", "issue-comment", (ask) => `comment:${askedComment(ask).id}`),
  ...reactionRoutes("/issues/{number}", "issue", (ask) => `issue:${askedIssue(ask).id}`),
];

function listAll(ask: RepositoryAsk): Answer {
  const since = parseSince(ask.query);
  const key = ask.query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  // Without a sort GitHub lists by id and ignores the direction.
  const sign = ask.query.has("sort") && ask.query.get("direction") !== "asc" ? -1 : 1;
  const order = (one: Comment, other: Comment) =>
    sign * (one[key].localeCompare(other[key]) || one.id - other.id);
  const comments = ask.hub.store.issues
    .group(ask.repository.id)
    .flatMap((issue: Issue) => ask.hub.store.comments.group(issue.id))
    .filter((comment) => Date.parse(comment.updatedAt) >= since)
    .sort(ask.query.has("sort") ? order : (one, other) => one.id - other.id);
  return answerPage(ask, comments, (comment) => showComment(ask.hub, comment));
}

function bodyOf(ask: RepositoryAsk): string {
  const body = checkBody(ask.body.required("body"), "IssueComment");
  if (body.trim() !== "") return body;
  throw invalid({ resource: "IssueComment", code: "missing_field", field: "body" });
}

/** The comment in the path, if the actor wrote it or may write to the repository. */
function ownComment(ask: RepositoryAsk): Comment {
  const comment = askedComment(ask);
  const author = ask.hub.store.users.need(comment.authorId).login;
  if (ask.act().mayTriage || author === loginOf(ask.actor)) return comment;
  throw forbidden("Must have admin rights to Repository.");
}

function reactionRoutes(path: string, name: string, subjectOf: (ask: RepositoryAsk) => string) {
  return [
    repositoryRoute("GET", `${path}/reactions`, [`reactions/list-for-${name}`, "issues", "read"], (ask) =>
      answerPage(ask, ask.hub.store.reactions.group(subjectOf(ask)), (row) => showReaction(ask.hub, row)),
    ),
    repositoryRoute("POST", `${path}/reactions`, [`reactions/create-for-${name}`, "issues", "join"], (ask) =>
      react(ask, subjectOf(ask)),
    ),
  ];
}

function react(ask: RepositoryAsk, subject: string): Answer {
  const content = ask.body.word("content", reactionKinds);
  if (!content) throw invalid({ resource: "Reaction", code: "missing_field", field: "content" });
  const userId = ask.act().user.id;
  const { store } = ask.hub;
  const same = store.reactions.group(subject).find((row) => row.userId === userId && row.content === content);
  if (same) return { status: 200, body: showReaction(ask.hub, same) };
  const reaction = store.reactions.put({
    id: store.newId(),
    subject,
    userId,
    content,
    createdAt: now(ask.hub),
  });
  return { status: 201, body: showReaction(ask.hub, reaction) };
}
