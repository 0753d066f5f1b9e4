/** Adds a line to an issue's timeline. */

import type { Act } from "../access.ts";
import { type Hub, now } from "../hub.ts";
import type { Issue } from "../rows.ts";

export function recordEvent(
  hub: Hub,
  act: Act,
  issue: Issue,
  event: string,
  detail: Record<string, unknown> = {},
) {
  hub.store.events.put({
    id: hub.store.newId(),
    issueId: issue.id,
    event,
    actorId: act.user.id,
    appId: act.app?.id ?? null,
    createdAt: now(hub),
    detail,
  });
}
