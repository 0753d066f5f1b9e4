/** REST: who moved which branch, and how, as the journal has it. */

import { zeroSha } from "../git.ts";
import type { Push, RefUpdate } from "../journal.ts";
import { isAncestor } from "../refs.ts";
import { showUser } from "../show/user.ts";
import { answerPage } from "./page.ts";
import { type Answer, type RepositoryAsk, repositoryRoute } from "./route.ts";

export const activityRoutes = [
  repositoryRoute("GET", "/activity", ["repos/list-activities", "contents", "read"], list),
];

type Kind = "push" | "force_push" | "branch_creation" | "branch_deletion";

interface Activity {
  readonly id: number;
  readonly push: Push;
  readonly update: RefUpdate;
}

/** Newest first, unless asked otherwise. */
async function list(ask: RepositoryAsk): Promise<Answer> {
  const wanted = ask.query.get("activity_type");
  const found: (Activity & { readonly kind: Kind })[] = [];
  for (const activity of activitiesOf(ask)) {
    const kind = await kindOf(ask, activity.update);
    if (wanted === null || wanted === kind) found.push({ ...activity, kind });
  }
  if (ask.query.get("direction") !== "asc") found.reverse();
  return answerPage(ask, found, ({ id, push, update, kind }) => ({
    id,
    node_id: `ACT_${id}`,
    before: update.old,
    after: update.new,
    ref: update.ref,
    timestamp: push.at,
    activity_type: kind,
    actor: actorOf(ask, push),
  }));
}

function activitiesOf({ hub, repository, query }: RepositoryAsk): Activity[] {
  const name = `${repository.owner}/${repository.name}`;
  const asked = query.get("ref");
  const ref = asked === null || asked.startsWith("refs/") ? asked : `refs/heads/${asked}`;
  return hub.journal
    .pushes()
    .filter((push) => push.repository === name)
    .flatMap((push) => push.updates.map((update) => ({ push, update })))
    .map((activity, index) => ({ ...activity, id: index + 1 }))
    .filter(({ update }) => update.ref.startsWith("refs/heads/") && (ref === null || update.ref === ref));
}

async function kindOf({ hub, repository }: RepositoryAsk, { old, new: after }: RefUpdate): Promise<Kind> {
  if (old === zeroSha) return "branch_creation";
  if (after === zeroSha) return "branch_deletion";
  const forward = await isAncestor(hub.git, hub.git.directory(repository), old, after);
  return forward ? "push" : "force_push";
}

function actorOf({ hub }: RepositoryAsk, { actor }: Push) {
  const user = hub.store.users.group(actor.toLowerCase())[0];
  return user ? showUser(hub, user) : null;
}
