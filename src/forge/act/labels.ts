/** The labels a repository has. */

import type { Act } from "../access.ts";
import type { Hub } from "../hub.ts";
import { invalid } from "../refusal.ts";
import type { Label, Repository } from "../rows.ts";
import { showLabel } from "../show/label.ts";
import { emit } from "./emit.ts";
import { loseLabel } from "./issues.ts";

const defaultColor = "ededed";

export interface LabelDraft {
  readonly name: string;
  readonly color?: string | undefined;
  readonly description?: string | null | undefined;
}

/** A label by its name, in any case. */
export function findLabel(hub: Hub, repository: Repository, name: string): Label | undefined {
  return hub.store.labels
    .group(repository.id)
    .find((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** Creates a label; throws 422 when the name is taken, too long or empty. */
export function createLabel(hub: Hub, act: Act, repository: Repository, draft: LabelDraft): Label {
  checkLabel(draft);
  if (findLabel(hub, repository, draft.name)) {
    throw invalid({ resource: "Label", code: "already_exists", field: "name" });
  }
  return hub.store.commit(() => {
    const label = hub.store.labels.put({
      id: hub.store.newId(),
      repositoryId: repository.id,
      name: draft.name,
      color: draft.color ?? defaultColor,
      description: draft.description ?? null,
    });
    const fields = { action: "created", label: showLabel(hub, label) };
    emit(hub, { event: "label", repository, sender: act.user, fields });
    return label;
  });
}

/** The labels of these names; GitHub creates the ones that do not exist. */
export function ensureLabels(hub: Hub, act: Act, repository: Repository, names: readonly string[]): Label[] {
  return names.map((name) => findLabel(hub, repository, name) ?? createLabel(hub, act, repository, { name }));
}

/** Changes a label and tells what it was. */
export function editLabel(hub: Hub, act: Act, label: Label, draft: Partial<LabelDraft>): Label {
  const name = draft.name ?? label.name;
  checkLabel({ ...draft, name });
  const repository = hub.store.repositories.need(label.repositoryId);
  const holder = findLabel(hub, repository, name);
  if (holder && holder.id !== label.id)
    throw invalid({ resource: "Label", code: "already_exists", field: "name" });
  return hub.store.commit(() => {
    const description = draft.description === undefined ? label.description : draft.description;
    const changed = hub.store.labels.patch(label, { name, color: draft.color ?? label.color, description });
    const changes = name === label.name ? {} : { name: { from: label.name } };
    const fields = { action: "edited", label: showLabel(hub, changed), changes };
    emit(hub, { event: "label", repository, sender: act.user, fields });
    return changed;
  });
}

/** All issues lose it. */
export function deleteLabel(hub: Hub, act: Act, label: Label): void {
  const repository = hub.store.repositories.need(label.repositoryId);
  hub.store.commit(() => {
    for (const issue of hub.store.issues.group(repository.id)) loseLabel(hub, act, issue, label);
    hub.store.labels.delete(label.id);
    const fields = { action: "deleted", label: showLabel(hub, label) };
    emit(hub, { event: "label", repository, sender: act.user, fields });
  });
}

function checkLabel({ name, color, description }: LabelDraft): void {
  if (name.trim() === "") throw invalid({ resource: "Label", code: "missing_field", field: "name" });
  if (name.length > 50) throw tooLong("name", 50);
  if ((description ?? "").length > 100) throw tooLong("description", 100);
  if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color)) {
    throw invalid({ resource: "Label", code: "invalid", field: "color" });
  }
}

const tooLong = (field: string, most: number) =>
  invalid({
    resource: "Label",
    code: "custom",
    field,
    message: `${field} is too long (maximum is ${most} characters)`,
  });
