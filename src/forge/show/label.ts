/** Labels and milestones as the REST API shows them. */

import { apiUrl, type Hub, pageUrl } from "../hub.ts";
import { formatNodeId } from "../node-id.ts";
import type { Label, Milestone } from "../rows.ts";
import { showUser } from "./user.ts";

export function showLabel(hub: Hub, label: Label) {
  const repository = hub.store.repositories.need(label.repositoryId);
  return {
    id: label.id,
    node_id: formatNodeId("Label", label.id),
    url: `${apiUrl(hub, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function showMilestone(hub: Hub, milestone: Milestone) {
  const repository = hub.store.repositories.need(milestone.repositoryId);
  const url = `${apiUrl(hub, repository)}/milestones/${milestone.number}`;
  const issues = hub.store.issues
    .group(milestone.repositoryId)
    .filter((issue) => issue.milestoneId === milestone.id && !issue.deleted);
  const open = issues.filter((issue) => issue.state === "open").length;
  return {
    url,
    html_url: `${pageUrl(hub, repository)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: formatNodeId("Milestone", milestone.id),
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    creator: showUser(hub, hub.store.users.need(milestone.creatorId)),
    open_issues: open,
    closed_issues: issues.length - open,
    state: milestone.state,
    created_at: milestone.createdAt,
    updated_at: milestone.updatedAt,
    due_on: milestone.dueOn,
    closed_at: milestone.closedAt,
  };
}
