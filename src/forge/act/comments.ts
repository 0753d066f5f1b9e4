/** Writing, editing, deleting and pinning comments. */

import type { Act } from "../access.ts";
import { type Hub, now } from "../hub.ts";
import type { Comment, Issue } from "../rows.ts";
import { showComment, showIssue } from "../show/issue.ts";
import { emit } from "./emit.ts";

export function addComment(hub: Hub, act: Act, issue: Issue, body: string): Comment {
  return hub.store.commit(() => {
    const at = now(hub);
    const comment = hub.store.comments.put({
      id: hub.store.newId(),
      issueId: issue.id,
      body,
      authorId: act.user.id,
      appId: act.app?.id ?? null,
      createdAt: at,
      updatedAt: at,
      editorId: null,
      editedAt: null,
      pinnedById: null,
      pinnedAt: null,
    });
    hub.store.issues.patch(hub.store.issues.need(issue.id), { updatedAt: at });
    emitComment(hub, act, comment, "created");
    return comment;
  });
}

export function editComment(hub: Hub, act: Act, comment: Comment, body: string): Comment {
  if (comment.body === body) return comment;
  return hub.store.commit(() => {
    const at = now(hub);
    const changed = hub.store.comments.patch(comment, {
      body,
      updatedAt: at,
      editorId: act.user.id,
      editedAt: at,
    });
    emitComment(hub, act, changed, "edited", { changes: { body: { from: comment.body } } });
    return changed;
  });
}

export function deleteComment(hub: Hub, act: Act, comment: Comment): void {
  hub.store.commit(() => {
    emitComment(hub, act, comment, "deleted");
    hub.store.comments.delete(comment.id);
  });
}

/** An issue has at most one pinned comment, so pinning one releases another. */
export function pinComment(hub: Hub, act: Act, comment: Comment): Comment {
  return hub.store.commit(() => {
    for (const other of hub.store.comments.group(comment.issueId)) {
      if (other.pinnedById !== null) hub.store.comments.patch(other, { pinnedById: null, pinnedAt: null });
    }
    const pin = { pinnedById: act.user.id, pinnedAt: now(hub) };
    const changed = hub.store.comments.patch(hub.store.comments.need(comment.id), pin);
    emitComment(hub, act, changed, "pinned");
    return changed;
  });
}

function emitComment(hub: Hub, act: Act, comment: Comment, action: string, more: object = {}): void {
  const issue = hub.store.issues.need(comment.issueId);
  const repository = hub.store.repositories.need(issue.repositoryId);
  const fields = { action, issue: showIssue(hub, issue), comment: showComment(hub, comment), ...more };
  emit(hub, { event: "issue_comment", repository, sender: act.user, fields });
}
