/** The milestones a repository has. */

import type { Act } from "../access.ts";
import { type Hub, now } from "../hub.ts";
import { invalid } from "../refusal.ts";
import type { Milestone, Repository } from "../rows.ts";
import { showMilestone } from "../show/label.ts";
import { emit } from "./emit.ts";
import { loseMilestone } from "./issues.ts";

export interface MilestoneChanges {
  readonly title?: string | undefined;
  readonly description?: string | null | undefined;
  readonly state?: "open" | "closed" | undefined;
  readonly dueOn?: string | null | undefined;
}

/** Creates a milestone; throws 422 when the title is taken. */
export function createMilestone(
  hub: Hub,
  act: Act,
  repository: Repository,
  title: string,
  more: MilestoneChanges,
) {
  checkTitle(hub, repository, title);
  return hub.store.commit(() => {
    const fresh = hub.store.repositories.need(repository.id);
    const { lastMilestone } = hub.store.repositories.patch(fresh, { lastMilestone: fresh.lastMilestone + 1 });
    const at = now(hub);
    const milestone = hub.store.milestones.put({
      id: hub.store.newId(),
      repositoryId: repository.id,
      number: lastMilestone,
      title,
      description: more.description ?? null,
      dueOn: more.dueOn ?? null,
      state: more.state ?? "open",
      creatorId: act.user.id,
      createdAt: at,
      updatedAt: at,
      closedAt: more.state === "closed" ? at : null,
    });
    emitMilestone(hub, act, milestone, "created");
    return milestone;
  });
}

/** Changes what is given; tells apart editing from closing and opening. */
export function changeMilestone(
  hub: Hub,
  act: Act,
  milestone: Milestone,
  changes: MilestoneChanges,
): Milestone {
  const repository = hub.store.repositories.need(milestone.repositoryId);
  const title = changes.title ?? milestone.title;
  if (title !== milestone.title) checkTitle(hub, repository, title);
  const description = changes.description === undefined ? milestone.description : changes.description;
  const dueOn = changes.dueOn === undefined ? milestone.dueOn : changes.dueOn;
  const state = changes.state ?? milestone.state;
  return hub.store.commit(() => {
    const at = now(hub);
    const closedAt = state === "closed" ? (milestone.closedAt ?? at) : null;
    const fields = { title, description, dueOn, state, closedAt, updatedAt: at };
    const changed = hub.store.milestones.patch(milestone, fields);
    const from = {
      ...(title === milestone.title ? {} : { title: { from: milestone.title } }),
      ...(description === milestone.description
        ? {}
        : { description: { from: milestone.description ?? "" } }),
    };
    if (Object.keys(from).length > 0) emitMilestone(hub, act, changed, "edited", { changes: from });
    if (state !== milestone.state) emitMilestone(hub, act, changed, state === "closed" ? "closed" : "opened");
    return changed;
  });
}

/** All issues lose it; its number is not given again. */
export function deleteMilestone(hub: Hub, act: Act, milestone: Milestone): void {
  hub.store.commit(() => {
    for (const issue of hub.store.issues.group(milestone.repositoryId))
      loseMilestone(hub, act, issue, milestone);
    hub.store.milestones.delete(milestone.id);
    emitMilestone(hub, act, milestone, "deleted");
  });
}

function checkTitle(hub: Hub, repository: Repository, title: string): void {
  if (title.trim() === "") throw invalid({ resource: "Milestone", code: "missing_field", field: "title" });
  if (hub.store.milestones.group(repository.id).some((milestone) => milestone.title === title)) {
    throw invalid({ resource: "Milestone", code: "already_exists", field: "title" });
  }
}

function emitMilestone(hub: Hub, act: Act, milestone: Milestone, action: string, more: object = {}): void {
  const repository = hub.store.repositories.need(milestone.repositoryId);
  const fields = { action, milestone: showMilestone(hub, milestone), ...more };
  emit(hub, { event: "milestone", repository, sender: act.user, fields });
}
