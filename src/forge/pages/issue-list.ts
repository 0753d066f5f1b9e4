/** Issues as lines of a list and as a tree of sub-issues. */

import type { Hub } from "../hub.ts";
import type { Issue } from "../rows.ts";
import { type Html, html } from "./html.ts";
import { labelChip, stateIcon, stateOf } from "./icons.ts";
import { count, person, progress, when } from "./phrases.ts";
import type { Visit } from "./visit.ts";

/** All issues or all pull requests of the repository, the newest first. */
export const issuesOf = ({ hub, repository }: Visit, kind: "issue" | "pull"): Issue[] =>
  hub.store.issues
    .group(repository.id)
    .filter((issue) => !issue.deleted && (issue.pull !== null) === (kind === "pull"))
    .sort((one, other) => other.number - one.number);

export const findIssue = ({ hub, repository }: Visit, number: string): Issue | undefined =>
  hub.store.issues.group(repository.id).find((issue) => String(issue.number) === number && !issue.deleted);

export const issueAddress = (visit: Visit, issue: Issue): string =>
  `${visit.path}/${issue.pull ? "pull" : "issues"}/${issue.number}`;

export const labelsOf = (visit: Visit, issue: Issue): Html[] =>
  issue.labelIds.map((id) => labelChip(visit.path, visit.hub.store.labels.need(id)));

/** The title as a link, and the number. */
export const issueLink = (visit: Visit, issue: Issue): Html =>
  html`<a class="title" href="${issueAddress(visit, issue)}">${issue.title}</a> <span class="number">#${issue.number}</span>`;

export const issueList = (visit: Visit, issues: readonly Issue[]): Html =>
  html`<ul class="rows">${issues.map((issue) => issueLine(visit, issue))}</ul>`;

function issueLine(visit: Visit, issue: Issue): Html {
  const { hub } = visit;
  const parent = issue.parentId === null ? undefined : hub.store.issues.need(issue.parentId);
  const milestone = issue.milestoneId === null ? undefined : hub.store.milestones.need(issue.milestoneId);
  const { closed, total } = progressOf(hub, issue);
  const comments = hub.store.comments.groupSize(issue.id);
  return html`<li>${stateIcon(issue)}<div>
<p>${issueLink(visit, issue)} ${labelsOf(visit, issue)}</p>
<p class="about"><span>opened ${when(hub, issue.createdAt)} by ${person(hub, issue.authorId)}</span>
${milestone && html`<a href="${visit.path}/milestone/${milestone.number}">${milestone.title}</a>`}
${parent && html`<span>part of <a href="${issueAddress(visit, parent)}">#${parent.number}</a></span>`}
${comments > 0 && html`<span>${count(comments, "comment")}</span>`}
${progress(closed, total)}</p></div></li>`;
}

const childrenOf = (hub: Hub, issue: Issue): Issue[] =>
  issue.childIds.map((id) => hub.store.issues.need(id)).filter((child) => !child.deleted);

/** How many of all issues beneath this one are closed. */
export function progressOf(hub: Hub, issue: Issue): { readonly closed: number; readonly total: number } {
  let [closed, total] = [0, 0];
  for (const child of childrenOf(hub, issue)) {
    const below = progressOf(hub, child);
    closed += below.closed + (child.state === "closed" ? 1 : 0);
    total += below.total + 1;
  }
  return { closed, total };
}

/** Everything beneath an issue, each with its state. */
export function issueTree(visit: Visit, issue: Issue): Html {
  const children = childrenOf(visit.hub, issue);
  if (children.length === 0) return html``;
  return html`<ul class="tree">${children.map(
    (child) =>
      html`<li><div class="${stateOf(child)}">${stateIcon(child)}<span>${issueLink(visit, child)} ${labelsOf(visit, child)}</span></div>${issueTree(visit, child)}</li>`,
  )}</ul>`;
}
