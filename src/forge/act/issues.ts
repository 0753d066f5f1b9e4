/** Opening, editing, closing and labelling issues: the one way, whichever API asked. */

import type { Act } from "../access.ts";
import { type Hub, now } from "../hub.ts";
import { Refusal } from "../refusal.ts";
import type { Issue, Label, Milestone, PullFacts, Repository } from "../rows.ts";
import { showIssue } from "../show/issue.ts";
import { showLabel, showMilestone } from "../show/label.ts";
import { emit } from "./emit.ts";
import { addChild, checkRoom } from "./hierarchy.ts";
import { recordEvent } from "./record-event.ts";

export interface IssueDraft {
  readonly title: string;
  readonly body: string | null;
  readonly labels: readonly Label[];
  readonly milestone: Milestone | undefined;
  readonly parent?: Issue | undefined;
  readonly pull?: PullFacts;
}

/** Creates an issue (or a pull request, when the draft has its facts), attached to its parent. */
export function openIssue(hub: Hub, act: Act, repository: Repository, draft: IssueDraft): Issue {
  if (draft.parent) checkRoom(hub, draft.parent);
  return hub.store.commit(() => {
    const issue = hub.store.issues.put(blankIssue(hub, act, nextNumber(hub, repository), draft));
    if (!issue.pull) emitIssue(hub, act, issue, "opened");
    if (act.mayTriage) {
      setLabels(hub, act, issue, draft.labels);
      if (draft.milestone) setMilestone(hub, act, current(hub, issue), draft.milestone);
    }
    if (draft.parent)
      addChild(hub, act, { parent: draft.parent, child: current(hub, issue), replaceParent: false });
    return current(hub, issue);
  });
}

export interface IssueChanges {
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
  readonly state?: "open" | "closed" | undefined;
  readonly stateReason?: Issue["stateReason"] | undefined;
  readonly labels?: readonly Label[] | undefined;
  /** null takes the milestone away; undefined leaves it. */
  readonly milestone?: Milestone | null | undefined;
}

/** Applies what is given and leaves the rest; the webhooks say what really changed. */
export function changeIssue(hub: Hub, act: Act, issue: Issue, changes: IssueChanges): Issue {
  return hub.store.commit(() => {
    editText(hub, act, issue, changes);
    if (changes.labels) setLabels(hub, act, current(hub, issue), changes.labels);
    if (changes.milestone !== undefined) setMilestone(hub, act, current(hub, issue), changes.milestone);
    setState(hub, act, current(hub, issue), changes);
    return current(hub, issue);
  });
}

/** Makes the issue carry exactly these labels. */
export function setLabels(hub: Hub, act: Act, issue: Issue, labels: readonly Label[]): Issue {
  const wanted = [...new Set(labels.map((label) => label.id))];
  if (wanted.length > 100) throw new Refusal(422, "An issue cannot have more than 100 labels");
  const removed = issue.labelIds.filter((id) => !wanted.includes(id));
  const added = wanted.filter((id) => !issue.labelIds.includes(id));
  if (removed.length + added.length === 0) return issue;
  const labelIds = [...issue.labelIds.filter((id) => wanted.includes(id)), ...added];
  const changed = hub.store.issues.patch(issue, { labelIds, updatedAt: now(hub) });
  for (const id of removed) announceLabel(hub, act, changed, hub.store.labels.need(id), "unlabeled");
  for (const id of added) announceLabel(hub, act, changed, hub.store.labels.need(id), "labeled");
  return changed;
}

/** The label itself is about to go: the webhook does not say which it was, as on GitHub. */
export function loseLabel(hub: Hub, act: Act, issue: Issue, label: Label): void {
  const labelIds = issue.labelIds.filter((id) => id !== label.id);
  if (labelIds.length === issue.labelIds.length) return;
  const changed = hub.store.issues.patch(issue, { labelIds, updatedAt: now(hub) });
  if (issue.deleted) return;
  recordEvent(hub, act, changed, "unlabeled", { label: { name: label.name, color: label.color } });
  emitIssue(hub, act, changed, "unlabeled");
}

/** The milestone itself is about to go. */
export function loseMilestone(hub: Hub, act: Act, issue: Issue, milestone: Milestone): void {
  if (issue.milestoneId !== milestone.id) return;
  if (issue.deleted) hub.store.issues.patch(issue, { milestoneId: null });
  else setMilestone(hub, act, issue, null);
}

/** Tells the apps about an issue, with fields beside it when the action has some. */
export function emitIssue(hub: Hub, act: Act, issue: Issue, action: string, more: object = {}): void {
  const repository = hub.store.repositories.need(issue.repositoryId);
  const fields = { action, issue: showIssue(hub, issue), ...more };
  emit(hub, { event: "issues", repository, sender: act.user, fields });
}

const current = (hub: Hub, issue: Issue) => hub.store.issues.need(issue.id);

/** Issues and pull requests share one counter. */
function nextNumber(hub: Hub, repository: Repository): Repository {
  const fresh = hub.store.repositories.need(repository.id);
  return hub.store.repositories.patch(fresh, { lastNumber: fresh.lastNumber + 1 });
}

function blankIssue(hub: Hub, act: Act, repository: Repository, draft: IssueDraft): Issue {
  const at = now(hub);
  return {
    id: hub.store.newId(),
    repositoryId: repository.id,
    number: repository.lastNumber,
    title: draft.title,
    body: draft.body,
    authorId: act.user.id,
    appId: act.app?.id ?? null,
    state: "open",
    stateReason: null,
    labelIds: [],
    milestoneId: null,
    parentId: null,
    childIds: [],
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    closedById: null,
    editorId: null,
    editedAt: null,
    pinned: false,
    deleted: false,
    pull: draft.pull ?? null,
  };
}

function editText(hub: Hub, act: Act, issue: Issue, changes: IssueChanges): void {
  const title = changes.title ?? issue.title;
  const body = changes.body === undefined ? issue.body : changes.body;
  const from = {
    ...(title === issue.title ? {} : { title: { from: issue.title } }),
    ...(body === issue.body ? {} : { body: { from: issue.body ?? "" } }),
  };
  if (Object.keys(from).length === 0) return;
  const at = now(hub);
  const edit = body === issue.body ? {} : { editorId: act.user.id, editedAt: at };
  const changed = hub.store.issues.patch(issue, { title, body, updatedAt: at, ...edit });
  if (title !== issue.title)
    recordEvent(hub, act, changed, "renamed", { rename: { from: issue.title, to: title } });
  emitIssue(hub, act, changed, "edited", { changes: from });
}

function setMilestone(hub: Hub, act: Act, issue: Issue, milestone: Milestone | null): void {
  const milestoneId = milestone?.id ?? null;
  if (milestoneId === issue.milestoneId) return;
  const left = issue.milestoneId === null ? undefined : hub.store.milestones.need(issue.milestoneId);
  const changed = hub.store.issues.patch(issue, { milestoneId, updatedAt: now(hub) });
  if (left) announceMilestone(hub, act, changed, left, "demilestoned");
  if (milestone) announceMilestone(hub, act, changed, milestone, "milestoned");
}

function setState(hub: Hub, act: Act, issue: Issue, { state, stateReason }: IssueChanges): void {
  if (state === undefined) return;
  if (state === issue.state && (state === "open" || !stateReason || stateReason === issue.stateReason))
    return;
  const at = now(hub);
  const isClosed = state === "closed";
  const changed = hub.store.issues.patch(issue, {
    state,
    stateReason: isClosed ? (stateReason ?? "completed") : "reopened",
    closedAt: isClosed ? (issue.closedAt ?? at) : null,
    closedById: isClosed ? act.user.id : null,
    updatedAt: at,
  });
  if (state === issue.state) return;
  const event = isClosed ? "closed" : "reopened";
  recordEvent(hub, act, changed, event, isClosed ? { state_reason: changed.stateReason } : {});
  emitIssue(hub, act, changed, event);
}

function announceLabel(hub: Hub, act: Act, issue: Issue, label: Label, event: "labeled" | "unlabeled"): void {
  recordEvent(hub, act, issue, event, { label: { name: label.name, color: label.color } });
  emitIssue(hub, act, issue, event, { label: showLabel(hub, label) });
}

type MilestoneEvent = "milestoned" | "demilestoned";

function announceMilestone(
  hub: Hub,
  act: Act,
  issue: Issue,
  milestone: Milestone,
  event: MilestoneEvent,
): void {
  recordEvent(hub, act, issue, event, { milestone: { title: milestone.title } });
  emitIssue(hub, act, issue, event, { milestone: showMilestone(hub, milestone) });
}
