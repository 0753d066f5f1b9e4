/** The history of a branch, all of it or along first parents. */

import { type Commit, readCommits } from "../commits.ts";
import { branchTip } from "./branches.ts";
import { type Html, html } from "./html.ts";
import { empty, pageLinks, pageNumber, pageSize, shaLink, when } from "./phrases.ts";
import { branchPath, type Section, type Visit } from "./visit.ts";

const parameter = "first-parent";

export const showCommits: Section = async (visit, rest) => {
  const { hub, directory, repository, query } = visit;
  const branch = rest === "" ? repository.defaultBranch : rest;
  const tip = await branchTip(visit, branch);
  if (tip === undefined) return undefined;
  const isFirstParent = query.get(parameter) === "1";
  const skip = `--skip=${(pageNumber(visit) - 1) * pageSize}`;
  const revisions = [...(isFirstParent ? ["--first-parent"] : []), skip, tip];
  const commits = await readCommits(hub.git, directory, revisions, pageSize + 1);
  const address = branchPath(visit, branch);
  const current = html`aria-current="true"`;
  const body = html`<h1>Commits <span class="branch">${branch}</span></h1>
<nav class="filter" aria-label="Which commits"><a href="${address}" ${!isFirstParent && current}>all</a><a href="${address}?${parameter}=1" ${isFirstParent && current}>first parents only</a></nav>
${commits.length === 0 ? empty("No commits here.") : commitList(visit, commits.slice(0, pageSize))}
${pageLinks(visit, commits.length > pageSize)}`;
  return { title: `Commits · ${branch}`, tab: "commits", body };
};

export const commitList = (visit: Visit, commits: readonly Commit[]): Html =>
  html`<ul class="rows">${commits.map((commit) => commitLine(visit, commit))}</ul>`;

function commitLine(visit: Visit, commit: Commit): Html {
  const subject = commit.message.split("\n", 1)[0] || "(no message)";
  return html`<li><div><p><a class="title" href="${visit.path}/commit/${commit.sha}">${subject}</a>${commit.parents.length > 1 && html` <span class="tag">merge</span>`}</p>
<p class="about">${shaLink(visit.path, commit.sha)}<span>${commit.author.name}</span>${when(visit.hub, commit.committer.date)}</p></div></li>`;
}
