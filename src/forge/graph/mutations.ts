/** GraphQL mutations on issues and comments. */

import { addComment } from "../act/comments.ts";
import { addChild, removeChild } from "../act/hierarchy.ts";
import { changeIssue, emitIssue, openIssue } from "../act/issues.ts";
import { checkBody, checkTitle } from "../rest/fields.ts";
import type { Issue, Label, Repository } from "../rows.ts";
import { type Context, enter, failure, idOf, issueOfNode, noteIssue, unresolved } from "./context.ts";
import { updateRefs } from "./update-refs.ts";
import { viewComment, viewIssue } from "./views.ts";

interface Input<Fields> {
  readonly input: Fields & { readonly clientMutationId?: string | null };
}

type Maybe<Value> = Value | null | undefined;

/** The root value's mutations; each is called with its arguments and the context. */
export const mutations = {
  createIssue,
  updateIssue,
  closeIssue,
  reopenIssue: (args: Input<{ issueId: string }>, context: Context) => setState(args, context, "open", null),
  addSubIssue,
  removeSubIssue,
  addComment: comment,
  pinIssue: (args: Input<{ issueId: string }>, context: Context) => setPinned(args, context, true),
  unpinIssue: (args: Input<{ issueId: string }>, context: Context) => setPinned(args, context, false),
  updateRefs,
};

interface NewIssue {
  readonly repositoryId: string;
  readonly title: string;
  readonly body?: Maybe<string>;
  readonly labelIds?: Maybe<readonly string[]>;
  readonly milestoneId?: Maybe<string>;
  readonly parentIssueId?: Maybe<string>;
}

function createIssue({ input }: Input<NewIssue>, context: Context) {
  const { hub } = context;
  const repository = hub.store.repositories.get(idOf(input.repositoryId, "Repository"));
  if (!repository) throw unresolved(input.repositoryId);
  const act = enter(context, repository, "issues", "join");
  const parent = input.parentIssueId
    ? issueOfNode(context, input.parentIssueId, "issues", "write").issue
    : undefined;
  const issue = openIssue(hub, act, repository, {
    title: checkTitle(input.title, "Issue"),
    body: checkBody(input.body ?? null, "Issue"),
    labels: labelsOf(context, repository, input.labelIds ?? []),
    milestone: input.milestoneId ? milestoneOf(context, repository, input.milestoneId) : undefined,
    parent,
  });
  noteIssue(context, issue);
  context.note.contentWrites += 1;
  return { issue: viewIssue(hub, issue), clientMutationId: input.clientMutationId ?? null };
}

interface IssueUpdate {
  readonly id: string;
  readonly title?: Maybe<string>;
  readonly body?: Maybe<string>;
  readonly state?: Maybe<"OPEN" | "CLOSED">;
  readonly labelIds?: Maybe<readonly string[]>;
  readonly milestoneId?: Maybe<string>;
}

function updateIssue({ input }: Input<IssueUpdate>, context: Context) {
  const { issue, act, repository } = issueOfNode(context, input.id, "issues", "write");
  const { milestoneId, labelIds } = input;
  const changed = changeIssue(context.hub, act, issue, {
    title: input.title ? checkTitle(input.title, "Issue") : undefined,
    body: checkBody(input.body ?? undefined, "Issue"),
    state: input.state ? (input.state === "OPEN" ? "open" : "closed") : undefined,
    labels: labelIds ? labelsOf(context, repository, labelIds) : undefined,
    milestone: milestoneId ? milestoneOf(context, repository, milestoneId) : clearedBy(milestoneId),
  });
  return { issue: viewIssue(context.hub, changed), clientMutationId: input.clientMutationId ?? null };
}

/** null takes the milestone away; an absent field leaves it. */
const clearedBy = (milestoneId: string | null | undefined) => (milestoneId === null ? null : undefined);

const reasons = { COMPLETED: "completed", NOT_PLANNED: "not_planned", DUPLICATE: "duplicate" } as const;

interface Closing {
  readonly issueId: string;
  readonly stateReason?: Maybe<keyof typeof reasons>;
}

function closeIssue(args: Input<Closing>, context: Context) {
  return setState(args, context, "closed", reasons[args.input.stateReason ?? "COMPLETED"]);
}

function setState(
  { input }: Input<{ issueId: string }>,
  context: Context,
  state: Issue["state"],
  stateReason: Issue["stateReason"],
) {
  const { issue, act } = issueOfNode(context, input.issueId, "issues", "write");
  const changed = changeIssue(context.hub, act, issue, { state, stateReason });
  return { issue: viewIssue(context.hub, changed), clientMutationId: input.clientMutationId ?? null };
}

interface SubIssue {
  readonly issueId: string;
  readonly subIssueId?: Maybe<string>;
  readonly replaceParent?: Maybe<boolean>;
}

function addSubIssue({ input }: Input<SubIssue>, context: Context) {
  const { parent, child, act } = pairOf(input, context);
  const changed = addChild(context.hub, act, { parent, child, replaceParent: input.replaceParent ?? false });
  context.note.contentWrites += 1;
  return pairAnswer(context, changed, child, input.clientMutationId);
}

function removeSubIssue({ input }: Input<SubIssue>, context: Context) {
  const { parent, child, act } = pairOf(input, context);
  return pairAnswer(context, removeChild(context.hub, act, parent, child), child, input.clientMutationId);
}

function pairOf(input: SubIssue, context: Context) {
  if (!input.subIssueId)
    throw failure("UNPROCESSABLE", "This forge needs subIssueId; it does not read subIssueUrl.");
  const { issue: child } = issueOfNode(context, input.subIssueId, "issues", "write");
  const { issue: parent, act } = issueOfNode(context, input.issueId, "issues", "write");
  return { parent, child, act };
}

function pairAnswer({ hub }: Context, parent: Issue, child: Issue, clientMutationId: Maybe<string>) {
  const subIssue = viewIssue(hub, hub.store.issues.need(child.id));
  return { issue: viewIssue(hub, parent), subIssue, clientMutationId: clientMutationId ?? null };
}

function comment({ input }: Input<{ subjectId: string; body: string }>, context: Context) {
  const { hub } = context;
  const { issue, act } = issueOfNode(context, input.subjectId, "issues", "join");
  const written = viewComment(hub, addComment(hub, act, issue, checkBody(input.body, "IssueComment")));
  context.note.contentWrites += 1;
  return {
    commentEdge: { cursor: written.id, node: written },
    subject: viewIssue(hub, hub.store.issues.need(issue.id)),
    clientMutationId: input.clientMutationId ?? null,
  };
}

const mostPins = 3;

function setPinned({ input }: Input<{ issueId: string }>, context: Context, pinned: boolean) {
  const { hub } = context;
  const { issue, act } = issueOfNode(context, input.issueId, "issues", "write");
  const others = hub.store.issues
    .group(issue.repositoryId)
    .filter((other) => other.pinned && other.id !== issue.id);
  if (pinned && others.length >= mostPins) {
    throw failure("UNPROCESSABLE", `Maximum ${mostPins} pinned issues per repository`);
  }
  const changed = hub.store.issues.patch(issue, { pinned });
  if (issue.pinned !== pinned) emitIssue(hub, act, changed, pinned ? "pinned" : "unpinned");
  return { issue: viewIssue(hub, changed), clientMutationId: input.clientMutationId ?? null };
}

function labelsOf({ hub }: Context, repository: Repository, nodeIds: readonly string[]): Label[] {
  return nodeIds.map((nodeId) => {
    const label = hub.store.labels.get(idOf(nodeId, "Label"));
    if (label?.repositoryId !== repository.id) throw unresolved(nodeId);
    return label;
  });
}

function milestoneOf({ hub }: Context, repository: Repository, nodeId: string) {
  const milestone = hub.store.milestones.get(idOf(nodeId, "Milestone"));
  if (milestone?.repositoryId !== repository.id) throw unresolved(nodeId);
  return milestone;
}
