/** Pull requests as the REST API shows them. */

import { readDiff } from "../diff.ts";
import { apiUrl, type Hub } from "../hub.ts";
import { readCommitSha } from "../refs.ts";
import type { Issue, PullFacts, Repository } from "../rows.ts";
import { issuePage, showIssue } from "./issue.ts";
import { showRepository } from "./repository.ts";
import { ownerOf, showUser } from "./user.ts";

/** The short form of lists. */
export async function showPullInList(hub: Hub, issue: Issue) {
  const { repository, shas } = await readPull(hub, issue);
  const shown = showIssue(hub, issue);
  const { url: issueAddress, comments_url, user, labels, milestone, state, locked } = shown;
  const { id, node_id, number, title, body, created_at, updated_at, closed_at, author_association } = shown;
  const url = `${apiUrl(hub, repository)}/pulls/${issue.number}`;
  const page = issuePage(hub, issue);
  const statuses = `${apiUrl(hub, repository)}/statuses/${shas.head}`;
  const link = (href: string) => ({ href });
  return {
    ...{ url, id, node_id, html_url: page, number, state, locked, title, user, body, labels, milestone },
    ...{ created_at, updated_at, closed_at, author_association, comments_url, active_lock_reason: null },
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueAddress,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiUrl(hub, repository)}/pulls/comments{/number}`,
    statuses_url: statuses,
    merged_at: null,
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: showEnd(hub, repository, factsOf(issue).head, shas.head),
    base: showEnd(hub, repository, factsOf(issue).base, shas.base),
    _links: {
      self: link(url),
      html: link(page),
      issue: link(issueAddress),
      comments: link(comments_url),
      review_comments: link(`${url}/comments`),
      review_comment: link(`${apiUrl(hub, repository)}/pulls/comments{/number}`),
      commits: link(`${url}/commits`),
      statuses: link(statuses),
    },
    auto_merge: null,
    draft: factsOf(issue).draft,
  };
}

/** The long form, with what git says about the branches now. */
export async function showPull(hub: Hub, issue: Issue) {
  const { repository, directory, shas } = await readPull(hub, issue);
  const range = [`${shas.base}...${shas.head}`];
  const files = await readDiff(hub.git, directory, await mergeBase(hub, directory, shas), shas.head);
  const commits = await hub.git.read(directory, ["rev-list", "--count", "--right-only", ...range]);
  const merging = await hub.git.run(directory, ["merge-tree", "--write-tree", shas.base, shas.head]);
  return {
    ...(await showPullInList(hub, issue)),
    merged: false,
    mergeable: merging.code === 0,
    rebaseable: false,
    mergeable_state: merging.code === 0 ? "clean" : "dirty",
    merged_by: null,
    comments: hub.store.comments.groupSize(issue.id),
    review_comments: 0,
    maintainer_can_modify: false,
    commits: Number(commits),
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
    repository_url: apiUrl(hub, repository),
  };
}

const factsOf = (issue: Issue): PullFacts => {
  if (!issue.pull) throw new Error(`Issue #${issue.number} is not a pull request.`);
  return issue.pull;
};

/** A deleted head branch leaves the pull request at its last known commit. */
async function readPull(hub: Hub, issue: Issue) {
  const repository = hub.store.repositories.need(issue.repositoryId);
  const directory = hub.git.directory(repository);
  const { head, headSha, base } = factsOf(issue);
  const [headNow, baseNow] = await Promise.all([
    readCommitSha(hub.git, directory, `refs/heads/${head}`),
    readCommitSha(hub.git, directory, `refs/heads/${base}`),
  ]);
  return { repository, directory, shas: { head: headNow ?? headSha, base: baseNow ?? headSha } };
}

async function mergeBase(
  hub: Hub,
  directory: string,
  shas: { readonly head: string; readonly base: string },
) {
  const { code, stdout } = await hub.git.run(directory, ["merge-base", shas.base, shas.head]);
  return code === 0 ? stdout.trim() : shas.base;
}

function showEnd(hub: Hub, repository: Repository, ref: string, sha: string) {
  const user = showUser(hub, ownerOf(hub, repository.owner));
  return { label: `${repository.owner}:${ref}`, ref, sha, user, repo: showRepository(hub, repository) };
}
