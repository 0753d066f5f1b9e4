/** Rows as GraphQL objects: plain values, and functions for what is only computed when asked. */

import { findLabel } from "../act/labels.ts";
import { type Hub, pageUrl } from "../hub.ts";
import { formatNodeId } from "../node-id.ts";
import { readRef } from "../refs.ts";
import { issueByNumber, milestoneByNumber } from "../rest/find.ts";
import type { Comment, Issue, Label, Milestone, Repository, TimelineEvent, User } from "../rows.ts";
import { associationOf, issueNodeId, issuePage, showComment, summarizeChildren } from "../show/issue.ts";
import { showMilestone } from "../show/label.ts";
import { connection, type PageArguments } from "./connection.ts";
import { failure } from "./context.ts";

interface StateFilter extends PageArguments {
  readonly states?: readonly string[] | null;
  readonly labels?: readonly string[] | null;
}

export const viewUser = (hub: Hub, user: User) => ({
  __typename: user.type,
  id: formatNodeId("User", user.id),
  databaseId: user.id,
  login: user.login,
  url: `${hub.url}/${encodeURIComponent(user.login)}`,
  resourcePath: `/${encodeURIComponent(user.login)}`,
  avatarUrl: `${hub.url}/avatars/${user.id}`,
  name: user.login,
});

export const viewLabel = (label: Label) => ({
  __typename: "Label",
  id: formatNodeId("Label", label.id),
  name: label.name,
  color: label.color,
  description: label.description,
  isDefault: false,
});

export function viewMilestone(hub: Hub, milestone: Milestone) {
  const shown = showMilestone(hub, milestone);
  const all = shown.open_issues + shown.closed_issues;
  return {
    __typename: "Milestone",
    id: shown.node_id,
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    dueOn: milestone.dueOn,
    state: milestone.state.toUpperCase(),
    closed: milestone.state === "closed",
    url: shown.html_url,
    createdAt: milestone.createdAt,
    updatedAt: milestone.updatedAt,
    closedAt: milestone.closedAt,
    progressPercentage: all === 0 ? 0 : (100 * shown.closed_issues) / all,
    issues: (args: StateFilter) => {
      const issues = hub.store.issues
        .group(milestone.repositoryId)
        .filter((issue) => issue.milestoneId === milestone.id);
      return viewIssues(hub, "issues", issues, args);
    },
  };
}

export function viewRepository(hub: Hub, repository: Repository) {
  const directory = hub.git.directory(repository);
  return {
    __typename: "Repository",
    id: formatNodeId("Repository", repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: `${repository.owner}/${repository.name}`,
    url: pageUrl(hub, repository),
    isPrivate: false,
    owner: () => {
      const owner = hub.store.users.group(repository.owner.toLowerCase())[0];
      return owner ? viewUser(hub, owner) : null;
    },
    defaultBranchRef: () => viewRef(hub, directory, `refs/heads/${repository.defaultBranch}`),
    ref: (args: { qualifiedName: string }) => {
      const name = args.qualifiedName;
      return viewRef(hub, directory, name.startsWith("refs/") ? name : `refs/heads/${name}`);
    },
    issue: (args: { number: number }) => {
      const issue = issueByNumber(hub, repository, args.number);
      if (issue && !issue.deleted && !issue.pull) return viewIssue(hub, issue);
      throw failure("NOT_FOUND", `Could not resolve to an Issue with the number of ${args.number}.`);
    },
    issues: (args: StateFilter) => viewIssues(hub, "issues", hub.store.issues.group(repository.id), args),
    label: (args: { name: string }) => {
      const label = findLabel(hub, repository, args.name);
      return label ? viewLabel(label) : null;
    },
    labels: (args: PageArguments) =>
      connection("labels", hub.store.labels.group(repository.id), args, viewLabel),
    milestone: (args: { number: number }) => {
      const milestone = milestoneByNumber(hub, repository, args.number);
      return milestone ? viewMilestone(hub, milestone) : null;
    },
    milestones: (args: StateFilter) => {
      const milestones = hub.store.milestones
        .group(repository.id)
        .filter((milestone) => !args.states || args.states.includes(milestone.state.toUpperCase()));
      return connection("milestones", milestones, args, (milestone) => viewMilestone(hub, milestone));
    },
  };
}

export function viewIssue(hub: Hub, issue: Issue): object {
  const { store } = hub;
  const author = store.users.need(issue.authorId);
  const repository = store.repositories.need(issue.repositoryId);
  return {
    __typename: issue.pull ? "PullRequest" : "Issue",
    id: issueNodeId(issue),
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    url: issuePage(hub, issue),
    state: issue.state.toUpperCase(),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
    closed: issue.state === "closed",
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    closedAt: issue.closedAt,
    lastEditedAt: issue.editedAt,
    isPinned: issue.pinned,
    locked: false,
    authorAssociation: associationOf(repository, author.login),
    author: () => viewUser(hub, author),
    editor: () => (issue.editorId === null ? null : viewUser(hub, store.users.need(issue.editorId))),
    repository: () => viewRepository(hub, repository),
    milestone: () =>
      issue.milestoneId === null ? null : viewMilestone(hub, store.milestones.need(issue.milestoneId)),
    parent: () => (issue.parentId === null ? null : viewIssue(hub, store.issues.need(issue.parentId))),
    subIssues: (args: PageArguments) => {
      const children = issue.childIds.map((id) => store.issues.need(id));
      return connection("subIssues", children, args, (child) => viewIssue(hub, child));
    },
    subIssuesSummary: () => {
      const { total, completed, percent_completed } = summarizeChildren(hub, issue);
      return { total, completed, percentCompleted: percent_completed };
    },
    labels: (args: PageArguments) => {
      const labels = issue.labelIds.map((id) => store.labels.need(id));
      return connection("labels", labels, args, viewLabel);
    },
    timelineItems: ({ itemTypes, ...args }: PageArguments & { itemTypes?: readonly string[] | null }) => {
      const shown = store.events
        .group(issue.id)
        .filter((event) => itemTypes?.includes(timelineTypes[event.event]?.type ?? "") ?? true);
      return connection("timelineItems", shown, args, (event) => viewEvent(hub, event));
    },
    comments: (args: PageArguments) =>
      connection("comments", store.comments.group(issue.id), args, (comment) => viewComment(hub, comment)),
  };
}

/** The events that GraphQL shows here, by REST's name for them. */
const timelineTypes: Readonly<Record<string, { readonly type: string; readonly typename: string }>> = {
  renamed: { type: "RENAMED_TITLE_EVENT", typename: "RenamedTitleEvent" },
  labeled: { type: "LABELED_EVENT", typename: "LabeledEvent" },
};

const viewEvent = (hub: Hub, event: TimelineEvent) => ({
  __typename: timelineTypes[event.event]?.typename,
  id: formatNodeId("Event", event.id),
  createdAt: event.createdAt,
  actor: () => viewUser(hub, hub.store.users.need(event.actorId)),
  label: event.detail.label,
});

export function viewComment(hub: Hub, comment: Comment) {
  const shown = showComment(hub, comment);
  const { editorId } = comment;
  return {
    __typename: "IssueComment",
    id: shown.node_id,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    url: shown.html_url,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    lastEditedAt: comment.editedAt,
    authorAssociation: shown.author_association,
    author: () => viewUser(hub, hub.store.users.need(comment.authorId)),
    editor: () => (editorId === null ? null : viewUser(hub, hub.store.users.need(editorId))),
    issue: () => viewIssue(hub, hub.store.issues.need(comment.issueId)),
  };
}

function viewIssues(
  hub: Hub,
  name: string,
  issues: readonly Issue[],
  { states, labels, ...args }: StateFilter,
) {
  const names = labels?.map((label) => label.toLowerCase());
  const chosen = issues.filter((issue) => {
    const carried = issue.labelIds.map((id) => hub.store.labels.need(id).name.toLowerCase());
    const hasState = !states || states.includes(issue.state.toUpperCase());
    // Unlike REST, GraphQL takes issues with any of the labels.
    const hasLabel = !names || carried.some((label) => names.includes(label));
    return !issue.deleted && !issue.pull && hasState && hasLabel;
  });
  return connection(name, chosen, args, (issue) => viewIssue(hub, issue));
}

async function viewRef(hub: Hub, directory: string, ref: string) {
  const oid = await readRef(hub.git, directory, ref);
  if (!oid) return null;
  const [, prefix = "refs/", name = ref] = /^(refs\/[^/]+\/)(.+)$/.exec(ref) ?? [];
  return {
    __typename: "Ref",
    id: formatNodeId("Repository", ref),
    prefix,
    name,
    target: { __typename: "Commit", oid },
  };
}
