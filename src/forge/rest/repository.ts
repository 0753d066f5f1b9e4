/** REST: a repository, its branches, files, comparisons and collaborators. */

import { reaches, roleOf } from "../access.ts";
import { readCommit, readCommits } from "../commits.ts";
import { readDiff } from "../diff.ts";
import { readEntry } from "../files.ts";
import { apiUrl, pageUrl } from "../hub.ts";
import { readCommitSha, readRefs } from "../refs.ts";
import { notFound } from "../refusal.ts";
import { showCommit, showContent, showDiffEntry } from "../show/commit.ts";
import { showFullRepository } from "../show/repository.ts";
import { showUser } from "../show/user.ts";
import { answerPage } from "./page.ts";
import { type Answer, type RepositoryAsk, repositoryRoute } from "./route.ts";

const mostComparedCommits = 250;

export const repositoryRoutes = [
  repositoryRoute("GET", "", ["repos/get", "metadata", "read"], (ask) => ({
    status: 200,
    body: showFullRepository(ask.hub, ask.repository),
  })),
  repositoryRoute("GET", "/branches", ["repos/list-branches", "contents", "read"], async (ask) => {
    const refs = await readRefs(ask.hub.git, ask.hub.git.directory(ask.repository), "refs/heads/");
    return answerPage(ask, [...refs], ([ref, sha]) => ({
      name: ref.slice("refs/heads/".length),
      commit: { sha, url: `${apiUrl(ask.hub, ask.repository)}/commits/${sha}` },
      protected: false,
    }));
  }),
  repositoryRoute("GET", "/branches/{branch+}", ["repos/get-branch", "contents", "read"], showBranch),
  repositoryRoute("GET", "/contents", ["repos/get-content", "contents", "read"], showFile),
  repositoryRoute("GET", "/contents/{path+}", ["repos/get-content", "contents", "read"], showFile),
  repositoryRoute("GET", "/compare/{basehead+}", ["repos/compare-commits", "contents", "read"], compare),
  repositoryRoute("GET", "/commits/{ref+}", ["repos/get-commit", "contents", "read"], async (ask) => {
    const commit = await namedCommit(ask, ask.params.ref ?? "");
    return { status: 200, body: showCommit(ask.hub, ask.repository, commit) };
  }),
  repositoryRoute(
    "GET",
    "/collaborators/{user}/permission",
    ["repos/get-collaborator-permission-level", "metadata", "read"],
    showPermission,
  ),
];

async function showBranch(ask: RepositoryAsk): Promise<Answer> {
  const name = ask.params.branch ?? "";
  const commit = await namedCommit(ask, `refs/heads/${name}`);
  const url = `${apiUrl(ask.hub, ask.repository)}/branches/${name}`;
  const body = {
    name,
    commit: showCommit(ask.hub, ask.repository, commit),
    _links: { self: url, html: `${pageUrl(ask.hub, ask.repository)}/tree/${name}` },
    protected: false,
    protection: {
      enabled: false,
      required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
    },
    protection_url: `${url}/protection`,
  };
  return { status: 200, body };
}

async function showFile(ask: RepositoryAsk): Promise<Answer> {
  const ref = ask.query.get("ref") ?? ask.repository.defaultBranch;
  const commit = await namedCommit(ask, ref);
  const path = (ask.params.path ?? "").replace(/\/+$/, "");
  const entry = await readEntry(ask.hub.git, ask.hub.git.directory(ask.repository), commit.sha, path);
  if (!entry) throw notFound();
  return { status: 200, body: showContent(ask.hub, ask.repository, ref, entry) };
}

async function compare(ask: RepositoryAsk): Promise<Answer> {
  const [baseName = "", headName = ""] = (ask.params.basehead ?? "").split("...", 2);
  const [base, head] = [await namedCommit(ask, baseName), await namedCommit(ask, headName)];
  const directory = ask.hub.git.directory(ask.repository);
  const { git } = ask.hub;
  const merged = await git.run(directory, ["merge-base", base.sha, head.sha]);
  if (merged.code !== 0) throw notFound();
  const mergeBase = await namedCommit(ask, merged.stdout.trim());
  const counted = await git.read(directory, [
    "rev-list",
    "--left-right",
    "--count",
    `${base.sha}...${head.sha}`,
  ]);
  const [behind = 0, ahead = 0] = counted.trim().split("\t").map(Number);
  const commits = await readCommits(git, directory, [head.sha, `^${base.sha}`], mostComparedCommits);
  const files = await readDiff(git, directory, mergeBase.sha, head.sha);
  const url = `${apiUrl(ask.hub, ask.repository)}/compare/${baseName}...${headName}`;
  const page = `${pageUrl(ask.hub, ask.repository)}/compare/${baseName}...${headName}`;
  const body = {
    url,
    html_url: page,
    permalink_url: `${pageUrl(ask.hub, ask.repository)}/compare/${base.sha}...${head.sha}`,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: showCommit(ask.hub, ask.repository, base),
    merge_base_commit: showCommit(ask.hub, ask.repository, mergeBase),
    status: statusOf(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.reverse().map((commit) => showCommit(ask.hub, ask.repository, commit)),
    files: files.map((file) => showDiffEntry(ask.hub, ask.repository, head.sha, file)),
  };
  return { status: 200, body };
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}

async function namedCommit(ask: RepositoryAsk, name: string) {
  const directory = ask.hub.git.directory(ask.repository);
  const sha = await readCommitSha(ask.hub.git, directory, name);
  const commit = sha && (await readCommit(ask.hub.git, directory, sha));
  if (!commit) throw notFound();
  return commit;
}

/** The field is older than two of the roles. */
const legacyNames = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
} as const;

function showPermission(ask: RepositoryAsk): Answer {
  const user = ask.hub.store.users.group((ask.params.user ?? "").toLowerCase())[0];
  if (!user) throw notFound();
  const role = roleOf(ask.repository, user.login);
  const can = { pull: reaches(role, "read"), triage: reaches(role, "triage"), push: reaches(role, "write") };
  const permissions = { ...can, maintain: reaches(role, "maintain"), admin: role === "admin" };
  const body = {
    permission: legacyNames[role],
    role_name: role,
    user: { ...showUser(ask.hub, user), permissions, role_name: role },
  };
  return { status: 200, body };
}
