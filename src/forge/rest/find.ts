/** Finds the rows that a path names, or refuses with 404 and 410. */

import type { Hub } from "../hub.ts";
import { invalid, notFound, Refusal } from "../refusal.ts";
import type { Comment, Issue, Milestone, Repository } from "../rows.ts";
import type { RepositoryAsk } from "./route.ts";

export function issueByNumber(hub: Hub, repository: Repository, number: number): Issue | undefined {
  return hub.store.issues.group(repository.id).find((issue) => issue.number === number);
}

/** The issue in the path, noted for the journal. */
export function askedIssue(ask: RepositoryAsk, parameter = "number"): Issue {
  const issue = issueByNumber(ask.hub, ask.repository, Number(ask.params[parameter]));
  if (!issue) throw notFound();
  ask.note.issue = issue.number;
  if (issue.deleted) throw new Refusal(410, "This issue was deleted");
  return issue;
}

export function askedComment(ask: RepositoryAsk): Comment {
  const comment = ask.hub.store.comments.get(Number(ask.params.id));
  const issue = comment && ask.hub.store.issues.need(comment.issueId);
  if (!comment || issue?.repositoryId !== ask.repository.id) throw notFound();
  ask.note.issue = issue.number;
  return comment;
}

export function milestoneByNumber(hub: Hub, repository: Repository, number: number): Milestone | undefined {
  return hub.store.milestones.group(repository.id).find((milestone) => milestone.number === number);
}

/** The milestone a body names; throws 422 when there is none, undefined when the body is silent, null clears. */
export function milestoneInBody(ask: RepositoryAsk): Milestone | null | undefined {
  if (ask.body.isNull("milestone")) return null;
  const number = ask.body.number("milestone");
  if (number === undefined) return undefined;
  const milestone = milestoneByNumber(ask.hub, ask.repository, number);
  if (milestone) return milestone;
  throw invalid({ resource: "Issue", code: "invalid", field: "milestone", value: String(number) });
}

/** Label names in a body, given as strings or as objects with a name. */
export function labelNames(values: readonly unknown[]): string[] {
  return values.map((value) => {
    if (typeof value === "string") return value;
    const name = typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
    if (typeof name === "string") return name;
    throw invalid({ resource: "Label", code: "invalid", field: "name" });
  });
}
