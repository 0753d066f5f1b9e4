/** The list of issues with its filters, and one issue. */

import type { Issue } from "../rows.ts";
import { showConversation } from "./conversation.ts";
import { type Html, html } from "./html.ts";
import { stateBadge } from "./icons.ts";
import {
  findIssue,
  issueAddress,
  issueLink,
  issueList,
  issuesOf,
  issueTree,
  labelsOf,
  progressOf,
} from "./issue-list.ts";
import { empty, paginate, progress } from "./phrases.ts";
import type { Page, Section, Visit } from "./visit.ts";

export const showIssues: Section = async (visit, number) => {
  if (number === "") return showList(visit);
  const issue = findIssue(visit, number);
  if (!issue) return undefined;
  return issue.pull ? { location: issueAddress(visit, issue) } : showIssue(visit, issue);
};

function showList(visit: Visit): Page {
  const label = visit.query.get("label");
  const state = visit.query.get("state") ?? "open";
  const ofLabel = issuesOf(visit, "issue").filter((issue) => label === null || hasLabel(visit, issue, label));
  const shown = ofLabel.filter(
    (issue) => state === "all" || issue.state === (state === "closed" ? state : "open"),
  );
  const { items, links } = paginate(visit, shown);
  const filtered =
    label !== null &&
    html`<p class="filter">with the label <em>${label}</em> <a href="?state=${state}">show all labels</a></p>`;
  const body = html`<h1>Issues</h1>${stateFilter(visit, ofLabel)}${filtered}
${items.length === 0 ? empty("No issue matches.") : issueList(visit, items)}${links}`;
  return { title: "Issues", tab: "issues", body };
}

/** Links that keep the rest of the query and choose a state, with how many each shows. */
export function stateFilter(visit: Visit, issues: readonly Issue[]): Html {
  const chosen = visit.query.get("state") ?? "open";
  const open = issues.filter((issue) => issue.state === "open").length;
  const numbers = { open, closed: issues.length - open, all: issues.length };
  const links = Object.entries(numbers).map(([state, number]) => {
    const query = new URLSearchParams(visit.query);
    query.set("state", state);
    query.delete("page");
    const current = state === chosen && html`aria-current="true"`;
    return html`<a href="?${query.toString()}" ${current}>${state} <b>${number}</b></a>`;
  });
  return html`<nav class="filter" aria-label="State">${links}</nav>`;
}

const hasLabel = ({ hub }: Visit, issue: Issue, name: string): boolean =>
  issue.labelIds.some((id) => hub.store.labels.need(id).name.toLowerCase() === name.toLowerCase());

function showIssue(visit: Visit, issue: Issue): Page {
  const { closed, total } = progressOf(visit.hub, issue);
  const tree =
    total > 0 &&
    html`<section class="panel"><h2>Sub-issues ${progress(closed, total)}</h2>${issueTree(visit, issue)}</section>`;
  const body = html`${issueHead(visit, issue)}${tree}${showConversation(visit, issue)}`;
  return { title: `${issue.title} · #${issue.number}`, tab: "issues", body };
}

/** Title, state, labels and where it belongs; the same for pull requests. */
export function issueHead(visit: Visit, issue: Issue): Html {
  const { store } = visit.hub;
  const parent = issue.parentId === null ? undefined : store.issues.need(issue.parentId);
  const milestone = issue.milestoneId === null ? undefined : store.milestones.need(issue.milestoneId);
  return html`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p class="about">${stateBadge(issue)}${issue.pinned && html`<span class="tag strong">pinned</span>`}${labelsOf(visit, issue)}
${milestone && html`<span>milestone <a href="${visit.path}/milestone/${milestone.number}">${milestone.title}</a></span>`}
${parent && html`<span>part of ${issueLink(visit, parent)}</span>`}</p>`;
}
