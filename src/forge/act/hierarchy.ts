/** Parents and sub-issues, with GitHub's limits: 100 per parent (closed ones count) and 8 levels. */

import type { Act } from "../access.ts";
import { type Hub, now } from "../hub.ts";
import { invalid, notFound } from "../refusal.ts";
import type { Issue } from "../rows.ts";
import { showIssue } from "../show/issue.ts";
import { showRepository } from "../show/repository.ts";
import { emit } from "./emit.ts";
import { recordEvent } from "./record-event.ts";

const mostChildren = 100;
const mostLevels = 8;

export interface Attachment {
  readonly parent: Issue;
  readonly child: Issue;
  readonly replaceParent: boolean;
}

/** Attaches a sub-issue; throws 422 when a limit or the tree forbids it. Returns the parent. */
export function addChild(hub: Hub, act: Act, { parent, child, replaceParent }: Attachment): Issue {
  const refusal = whyNot(hub, { parent, child, replaceParent });
  if (refusal) throw refuse(refusal);
  return hub.store.commit(() => {
    if (child.parentId !== null) removeChild(hub, act, hub.store.issues.need(child.parentId), child);
    const at = now(hub);
    const fresh = hub.store.issues.need(parent.id);
    hub.store.issues.patch(hub.store.issues.need(child.id), { parentId: parent.id, updatedAt: at });
    hub.store.issues.patch(fresh, { childIds: [...fresh.childIds, child.id], updatedAt: at });
    announce(hub, act, parent, child, "added");
    return hub.store.issues.need(parent.id);
  });
}

/** Throws 422 when the parent has no room for an issue that does not exist yet. */
export function checkRoom(hub: Hub, parent: Issue): void {
  const refusal = whyFull(parent, ancestors(hub, parent).length);
  if (refusal) throw refuse(refusal);
}

/** Detaches a sub-issue; throws 404 when it is not one of this parent. Returns the parent. */
export function removeChild(hub: Hub, act: Act, parent: Issue, child: Issue): Issue {
  if (child.parentId !== parent.id) throw notFound();
  return hub.store.commit(() => {
    const at = now(hub);
    const childIds = parent.childIds.filter((id) => id !== child.id);
    hub.store.issues.patch(child, { parentId: null, updatedAt: at });
    hub.store.issues.patch(parent, { childIds, updatedAt: at });
    announce(hub, act, parent, child, "removed");
    return hub.store.issues.need(parent.id);
  });
}

function whyNot(hub: Hub, { parent, child, replaceParent }: Attachment): string | undefined {
  if (ancestors(hub, parent).some((issue) => issue.id === child.id)) {
    return "Sub-issue cannot be the parent itself or one of its ancestors";
  }
  if (child.parentId === parent.id) return "Issue may not contain duplicate sub-issues";
  if (child.parentId !== null && !replaceParent) return "Sub-issue may only have one parent";
  return whyFull(parent, ancestors(hub, parent).length + height(hub, child));
}

const refuse = (message: string) =>
  invalid({ resource: "SubIssue", code: "custom", field: "sub_issue_id", message });

function whyFull(parent: Issue, levels: number): string | undefined {
  if (parent.childIds.length >= mostChildren)
    return `Parent cannot have more than ${mostChildren} sub-issues`;
  return levels > mostLevels ? `Sub-issues cannot be nested deeper than ${mostLevels} levels` : undefined;
}

/** The issue, its parent, and so on up to the root. */
function ancestors(hub: Hub, issue: Issue): Issue[] {
  return issue.parentId === null
    ? [issue]
    : [issue, ...ancestors(hub, hub.store.issues.need(issue.parentId))];
}

function height(hub: Hub, issue: Issue): number {
  return Math.max(0, ...issue.childIds.map((id) => 1 + height(hub, hub.store.issues.need(id))));
}

/** One change of the tree is told from both ends. */
function announce(hub: Hub, act: Act, before: Issue, child: Issue, what: "added" | "removed"): void {
  const [parent, sub] = [hub.store.issues.need(before.id), hub.store.issues.need(child.id)];
  const repository = hub.store.repositories.need(parent.repositoryId);
  const subRepository = hub.store.repositories.need(sub.repositoryId);
  const both = {
    parent_issue_id: parent.id,
    parent_issue: showIssue(hub, parent),
    sub_issue_id: sub.id,
    sub_issue: showIssue(hub, sub),
  };
  recordEvent(hub, act, parent, `sub_issue_${what}`, { sub_issue: { number: sub.number } });
  recordEvent(hub, act, sub, `parent_issue_${what}`, { parent_issue: { number: parent.number } });
  const event = { event: "sub_issues", sender: act.user };
  const fromParent = {
    action: `sub_issue_${what}`,
    ...both,
    sub_issue_repo: showRepository(hub, subRepository),
  };
  const fromSub = {
    action: `parent_issue_${what}`,
    ...both,
    parent_issue_repo: showRepository(hub, repository),
  };
  emit(hub, { ...event, repository, fields: fromParent });
  emit(hub, { ...event, repository: subRepository, fields: fromSub });
}
