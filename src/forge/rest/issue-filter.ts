/** Which issues a list asks for, and in which order. */

import { findLabel } from "../act/labels.ts";
import { unprocessable } from "../refusal.ts";
import type { Issue } from "../rows.ts";
import { milestoneByNumber } from "./find.ts";
import type { RepositoryAsk } from "./route.ts";

/** Issues and pull requests that match state, labels (all of them), milestone, creator and since. */
export function selectIssues(ask: RepositoryAsk): Issue[] {
  const filters = [byState(ask), byLabels(ask), byMilestone(ask), byCreator(ask), bySince(ask)];
  return ask.hub.store.issues
    .group(ask.repository.id)
    .filter((issue) => !issue.deleted && filters.every((accepts) => accepts(issue)))
    .sort(byOrder(ask));
}

type Filter = (issue: Issue) => boolean;

function byState({ query }: RepositoryAsk): Filter {
  const state = query.get("state") ?? "open";
  if (!["open", "closed", "all"].includes(state)) throw unprocessable("Validation Failed");
  return (issue) => state === "all" || issue.state === state;
}

function byLabels({ hub, repository, query }: RepositoryAsk): Filter {
  const names = (query.get("labels") ?? "").split(",").filter((name) => name !== "");
  const ids = names.map((name) => findLabel(hub, repository, name)?.id ?? -1);
  return (issue) => ids.every((id) => issue.labelIds.includes(id));
}

function byMilestone({ hub, repository, query }: RepositoryAsk): Filter {
  const wanted = query.get("milestone");
  if (wanted === null) return () => true;
  if (wanted === "*") return (issue) => issue.milestoneId !== null;
  if (wanted === "none") return (issue) => issue.milestoneId === null;
  const milestone = milestoneByNumber(hub, repository, Number(wanted));
  return (issue) => issue.milestoneId !== null && issue.milestoneId === milestone?.id;
}

function byCreator({ hub, query }: RepositoryAsk): Filter {
  const creator = query.get("creator")?.toLowerCase();
  if (creator === undefined) return () => true;
  return (issue) => hub.store.users.need(issue.authorId).login.toLowerCase() === creator;
}

function bySince({ query }: RepositoryAsk): Filter {
  const since = parseSince(query);
  return (issue) => Date.parse(issue.updatedAt) >= since;
}

/** The time after which something must have changed; the beginning of time when none is given. */
export function parseSince(query: URLSearchParams): number {
  const since = query.get("since");
  if (since === null) return Number.NEGATIVE_INFINITY;
  const time = Date.parse(since);
  if (Number.isNaN(time)) throw unprocessable("Validation Failed");
  return time;
}

function byOrder({ hub, query }: RepositoryAsk): (one: Issue, other: Issue) => number {
  const sign = query.get("direction") === "asc" ? 1 : -1;
  const sort = query.get("sort");
  const key = (issue: Issue) => {
    if (sort === "updated") return Date.parse(issue.updatedAt);
    if (sort === "comments") return hub.store.comments.groupSize(issue.id);
    return issue.number;
  };
  return (one, other) => sign * (key(one) - key(other) || one.number - other.number);
}
