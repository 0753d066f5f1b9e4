/** The list of repositories, and the front of one: its goals, its counts, what moved last. */

import type { Hub } from "../hub.ts";
import type { Issue } from "../rows.ts";
import { readBranches } from "./branches.ts";
import { type Html, html } from "./html.ts";
import { stateIcon } from "./icons.ts";
import { issueLink, issueList, issuesOf, labelsOf, progressOf } from "./issue-list.ts";
import { count, empty, person, progress, when } from "./phrases.ts";
import { type Page, repositoryPath, type Section, type Visit } from "./visit.ts";

/** All repositories of the forge, or those of one owner. */
export function showRepositories(hub: Hub, owner?: string): Page | undefined {
  const repositories = hub.store.repositories
    .all()
    .filter((row) => owner === undefined || row.owner.toLowerCase() === owner.toLowerCase());
  if (owner !== undefined && repositories.length === 0) return undefined;
  const rows = repositories.map(
    (
      row,
    ) => html`<li><div><p><a class="title" href="${repositoryPath(row)}">${row.owner} / ${row.name}</a></p>
<p class="about"><span>default branch ${row.defaultBranch}</span><span>pushed ${when(hub, row.pushedAt)}</span></p></div></li>`,
  );
  const list = rows.length === 0 ? empty("No repository yet.") : html`<ul class="rows">${rows}</ul>`;
  return { title: owner ?? "Repositories", body: html`<h1>${owner ?? "Repositories"}</h1>${list}` };
}

export const showFront: Section = async (visit) => {
  const { hub, repository, path } = visit;
  const issues = issuesOf(visit, "issue");
  const goals = issues.filter((issue) => issue.parentId === null && issue.childIds.length > 0);
  const recent = issues
    .filter((issue) => !goals.includes(issue))
    .sort((one, other) => other.updatedAt.localeCompare(one.updatedAt) || other.number - one.number)
    .slice(0, 8);
  const body = html`<h1>${repository.owner} / ${repository.name}</h1>
<pre class="clone">git clone ${hub.url}${path}.git</pre>
<ul class="counts">${await countThings(visit, issues)}</ul>
<h2>Goals</h2>
${goals.length === 0 ? empty("No issue has sub-issues yet.") : html`<ul class="rows">${goals.map((goal) => goalLine(visit, goal))}</ul>`}
<h2>Changed last</h2>
${recent.length === 0 ? empty("No issues yet.") : issueList(visit, recent)}`;
  return { title: "Overview", tab: "overview", body };
};

async function countThings(visit: Visit, issues: readonly Issue[]): Promise<Html[]> {
  const { hub, repository, path } = visit;
  const branches = await readBranches(visit);
  const open = issues.filter((issue) => issue.state === "open").length;
  const things = [
    ["issues", open, "open issue"],
    ["issues?state=closed", issues.length - open, "closed issue"],
    ["milestones", hub.store.milestones.groupSize(repository.id), "milestone"],
    ["pulls", issuesOf(visit, "pull").length, "pull request"],
    ["branches", branches.length, "branch"],
  ] as const;
  return things.map(([address, number, noun]) => {
    const words = noun === "branch" && number !== 1 ? "branches" : count(number, noun).replace(/^\S+ /, "");
    return html`<li><a href="${path}/${address}"><b>${number}</b> ${words}</a></li>`;
  });
}

function goalLine(visit: Visit, goal: Issue): Html {
  const { closed, total } = progressOf(visit.hub, goal);
  return html`<li>${stateIcon(goal)}<div><p>${issueLink(visit, goal)} ${labelsOf(visit, goal)}</p>
<p class="about"><span>opened ${when(visit.hub, goal.createdAt)} by ${person(visit.hub, goal.authorId)}</span>${progress(closed, total)}</p></div></li>`;
}
