/** Issues, comments and reactions as the REST API shows them. */

import { reaches, roleOf } from "../access.ts";
import { apiUrl, type Hub, pageUrl } from "../hub.ts";
import { formatNodeId } from "../node-id.ts";
import { type Comment, type Issue, type Reaction, type Repository, reactionKinds } from "../rows.ts";
import { showAppOf } from "./app.ts";
import { showLabel, showMilestone } from "./label.ts";
import { showUser } from "./user.ts";

const issueUrl = (hub: Hub, issue: Issue) =>
  `${apiUrl(hub, hub.store.repositories.need(issue.repositoryId))}/issues/${issue.number}`;

export function issuePage(hub: Hub, issue: Issue): string {
  const page = pageUrl(hub, hub.store.repositories.need(issue.repositoryId));
  return `${page}/${issue.pull ? "pull" : "issues"}/${issue.number}`;
}

export function showIssue(hub: Hub, issue: Issue) {
  const { store } = hub;
  const repository = store.repositories.need(issue.repositoryId);
  const url = issueUrl(hub, issue);
  const parent = issue.parentId === null ? undefined : store.issues.need(issue.parentId);
  return {
    id: issue.id,
    node_id: issueNodeId(issue),
    url,
    repository_url: apiUrl(hub, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: issuePage(hub, issue),
    ...(parent ? { parent_issue_url: issueUrl(hub, parent) } : {}),
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: showUser(hub, store.users.need(issue.authorId)),
    labels: issue.labelIds.map((id) => showLabel(hub, store.labels.need(id))),
    assignee: null,
    assignees: [],
    milestone:
      issue.milestoneId === null ? null : showMilestone(hub, store.milestones.need(issue.milestoneId)),
    locked: false,
    active_lock_reason: null,
    comments: store.comments.groupSize(issue.id),
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: issue.closedById === null ? null : showUser(hub, store.users.need(issue.closedById)),
    author_association: associationOf(repository, store.users.need(issue.authorId).login),
    reactions: showReactionCounts(hub, `issue:${issue.id}`, url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: showAppOf(hub, issue.appId),
    sub_issues_summary: summarizeChildren(hub, issue),
    issue_dependencies_summary: { blocked_by: 0, blocking: 0, total_blocked_by: 0, total_blocking: 0 },
    ...(issue.pull ? { pull_request: pullLinks(hub, issue), draft: issue.pull.draft } : {}),
  };
}

export const issueNodeId = (issue: Issue) => formatNodeId(issue.pull ? "PullRequest" : "Issue", issue.id);

export function showComment(hub: Hub, comment: Comment) {
  const { store } = hub;
  const issue = store.issues.need(comment.issueId);
  const repository = store.repositories.need(issue.repositoryId);
  const author = store.users.need(comment.authorId);
  const url = `${apiUrl(hub, repository)}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: formatNodeId("Comment", comment.id),
    url,
    html_url: `${issuePage(hub, issue)}#issuecomment-${comment.id}`,
    issue_url: issueUrl(hub, issue),
    body: comment.body,
    user: showUser(hub, author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(repository, author.login),
    performed_via_github_app: showAppOf(hub, comment.appId),
    reactions: showReactionCounts(hub, `comment:${comment.id}`, url),
    pin: showPin(hub, comment),
  };
}

export function showReaction(hub: Hub, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: formatNodeId("Reaction", reaction.id),
    user: showUser(hub, hub.store.users.need(reaction.userId)),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

/** How an author belongs to the repository. */
export function associationOf(repository: Repository, login: string): string {
  if (repository.owner.toLowerCase() === login.toLowerCase()) return "OWNER";
  return reaches(roleOf(repository, login), "triage") ? "COLLABORATOR" : "NONE";
}

export function summarizeChildren(hub: Hub, issue: Issue) {
  const children = issue.childIds.map((id) => hub.store.issues.need(id));
  const completed = children.filter((child) => child.state === "closed").length;
  const percent = children.length === 0 ? 0 : Math.floor((100 * completed) / children.length);
  return { total: children.length, completed, percent_completed: percent };
}

function showPin(hub: Hub, comment: Comment) {
  if (comment.pinnedById === null || comment.pinnedAt === null) return null;
  return { pinned_at: comment.pinnedAt, pinned_by: showUser(hub, hub.store.users.need(comment.pinnedById)) };
}

function showReactionCounts(hub: Hub, subject: string, url: string) {
  const reactions = hub.store.reactions.group(subject);
  const counts = reactionKinds.map(
    (kind) => [kind, reactions.filter((reaction) => reaction.content === kind).length] as const,
  );
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

function pullLinks(hub: Hub, issue: Issue) {
  const page = issuePage(hub, issue);
  return {
    url: issueUrl(hub, issue).replace("/issues/", "/pulls/"),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: null,
  };
}
