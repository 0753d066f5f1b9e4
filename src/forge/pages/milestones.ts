/** The list of milestones, and one with its issues. */

import type { Milestone } from "../rows.ts";
import { type Html, html } from "./html.ts";
import { issueList, issuesOf } from "./issue-list.ts";
import { renderMarkdown } from "./markdown.ts";
import { empty, person, progress, when } from "./phrases.ts";
import type { Section, Visit } from "./visit.ts";

const milestonesOf = ({ hub, repository }: Visit): Milestone[] =>
  hub.store.milestones.group(repository.id).sort((one, other) => other.number - one.number);

export const showMilestones: Section = async (visit, rest) => {
  if (rest !== "") return undefined;
  const rows = milestonesOf(visit).map(
    (
      milestone,
    ) => html`<li><div><p><a class="title" href="${visit.path}/milestone/${milestone.number}">${milestone.title}</a> ${badge(milestone)}</p>
<p class="about">${about(visit, milestone)}</p></div></li>`,
  );
  const list = rows.length === 0 ? empty("No milestones yet.") : html`<ul class="rows">${rows}</ul>`;
  return { title: "Milestones", tab: "milestones", body: html`<h1>Milestones</h1>${list}` };
};

export const showMilestone: Section = async (visit, number) => {
  const milestone = milestonesOf(visit).find((row) => String(row.number) === number);
  if (!milestone) return undefined;
  const issues = membersOf(visit, milestone);
  const description =
    milestone.description &&
    html`<div class="panel markdown">${renderMarkdown(visit.path, milestone.description)}</div>`;
  const body = html`<h1>${milestone.title}</h1><p class="about">${badge(milestone)}${about(visit, milestone)}</p>
${description || html``}<h2>Issues</h2>
${issues.length === 0 ? empty("No issue is in this milestone.") : issueList(visit, issues)}`;
  return { title: milestone.title, tab: "milestones", body };
};

const membersOf = (visit: Visit, milestone: Milestone) =>
  [...issuesOf(visit, "issue"), ...issuesOf(visit, "pull")]
    .filter((issue) => issue.milestoneId === milestone.id)
    .sort((one, other) => one.number - other.number);

const badge = (milestone: Milestone): Html =>
  html`<span class="badge ${milestone.state}">${milestone.state}</span>`;

function about(visit: Visit, milestone: Milestone): Html {
  const members = membersOf(visit, milestone);
  const closed = members.filter((issue) => issue.state === "closed").length;
  const ended =
    milestone.closedAt !== null && html`<span>closed ${when(visit.hub, milestone.closedAt)}</span>`;
  const due = milestone.dueOn !== null && html`<span>due ${milestone.dueOn.slice(0, 10)}</span>`;
  return html`<span>opened ${when(visit.hub, milestone.createdAt)} by ${person(visit.hub, milestone.creatorId)}</span>${ended}${due}${progress(closed, members.length)}`;
}
