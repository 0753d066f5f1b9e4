/** The list of pull requests, and one with its commits and its difference as git sees them now. */

import { readCommits } from "../commits.ts";
import { readCommitSha } from "../refs.ts";
import type { Issue, PullFacts } from "../rows.ts";
import { branchTip } from "./branches.ts";
import { commitList } from "./commits.ts";
import { showConversation } from "./conversation.ts";
import { showDiff } from "./diff-view.ts";
import { type Html, html } from "./html.ts";
import { findIssue, issueAddress, issueList, issuesOf } from "./issue-list.ts";
import { issueHead, stateFilter } from "./issues.ts";
import { count, empty, paginate } from "./phrases.ts";
import { branchPath, type Section, type Visit } from "./visit.ts";

const mostCommits = 250;

export const showPulls: Section = async (visit, rest) => {
  if (rest !== "") return undefined;
  const pulls = issuesOf(visit, "pull");
  const state = visit.query.get("state") ?? "open";
  const wanted = pulls.filter(
    (pull) => state === "all" || pull.state === (state === "closed" ? state : "open"),
  );
  const { items, links } = paginate(visit, wanted);
  const list = items.length === 0 ? empty("No pull request matches.") : issueList(visit, items);
  const body = html`<h1>Pull requests</h1>${stateFilter(visit, pulls)}${list}${links}`;
  return { title: "Pull requests", tab: "pulls", body };
};

export const showPull: Section = async (visit, number) => {
  const issue = findIssue(visit, number);
  if (!issue) return undefined;
  if (!issue.pull) return { location: issueAddress(visit, issue) };
  const body = html`${issueHead(visit, issue)}${showEnds(visit, issue.pull)}
${showConversation(visit, issue)}${await showChange(visit, issue, issue.pull)}`;
  return { title: `${issue.title} · #${issue.number}`, tab: "pulls", body };
};

const showEnds = (visit: Visit, { head, base, draft }: PullFacts): Html =>
  html`<p class="about">${draft && html`<span class="tag">draft</span>`}<span>from <a class="branch" href="${branchPath(visit, head)}">${head}</a> into <a class="branch" href="${branchPath(visit, base)}">${base}</a></span></p>`;

/** A deleted head branch leaves the pull request at its last known commit. */
async function showChange(visit: Visit, issue: Issue, facts: PullFacts): Promise<Html> {
  const { hub, directory } = visit;
  const head =
    (await branchTip(visit, facts.head)) ?? (await readCommitSha(hub.git, directory, facts.headSha));
  const base = await branchTip(visit, facts.base);
  if (head === undefined || base === undefined) return empty("A branch of this pull request is gone.");
  const common = await hub.git.run(directory, ["merge-base", base, head]);
  if (common.code !== 0) return empty("The two branches share no history.");
  const commits = await readCommits(hub.git, directory, [`${base}..${head}`], mostCommits);
  if (commits.length === 0) return empty(`${facts.base} has everything that #${issue.number} brings.`);
  const merging = await hub.git.run(directory, ["merge-tree", "--write-tree", base, head]);
  const verdict = merging.code === 0 ? "It merges without conflict." : "It conflicts with its base.";
  return html`<h2>${count(commits.length, "commit")}</h2><p class="empty">${verdict}</p>${commitList(visit, commits)}
<h2>Changes</h2>${await showDiff(visit, common.stdout.trim(), head)}`;
}
