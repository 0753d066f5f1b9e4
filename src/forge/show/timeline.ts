/** An issue's timeline: its events and comments in the order they happened. */

import { apiUrl, type Hub } from "../hub.ts";
import { formatNodeId } from "../node-id.ts";
import type { Issue, TimelineEvent } from "../rows.ts";
import { showAppOf } from "./app.ts";
import { showComment } from "./issue.ts";
import { showUser } from "./user.ts";

export function showTimeline(hub: Hub, issue: Issue): object[] {
  const events = hub.store.events.group(issue.id).map((event) => ({
    id: event.id,
    at: event.createdAt,
    shown: showEvent(hub, issue, event),
  }));
  const comments = hub.store.comments.group(issue.id).map((comment) => {
    const shown = showComment(hub, comment);
    return {
      id: comment.id,
      at: comment.createdAt,
      shown: { event: "commented", actor: shown.user, ...shown },
    };
  });
  return [...events, ...comments]
    .sort((one, other) => one.at.localeCompare(other.at) || one.id - other.id)
    .map((entry) => entry.shown);
}

function showEvent(hub: Hub, issue: Issue, event: TimelineEvent) {
  const repository = hub.store.repositories.need(issue.repositoryId);
  return {
    id: event.id,
    node_id: formatNodeId("Event", event.id),
    url: `${apiUrl(hub, repository)}/issues/events/${event.id}`,
    actor: showUser(hub, hub.store.users.need(event.actorId)),
    event: event.event,
    commit_id: null,
    commit_url: null,
    created_at: event.createdAt,
    performed_via_github_app: showAppOf(hub, event.appId),
    ...event.detail,
  };
}
