/** Reads issues, comments, milestones and pull requests by REST; every request is a GET. */

import { Octokit } from "@octokit/rest";
import type { Author, Comment, Issue, Milestone, Pull, Rewrite } from "./evidence.ts";
import { type Source, Unreadable } from "./source.ts";

export interface Pages {
  readonly defaultBranch: string;
  readonly issues: ReadonlyMap<number, Issue>;
  readonly comments: readonly Comment[];
  readonly milestones: readonly Milestone[];
  readonly pulls: readonly Pull[];
  readonly rewrites: readonly Rewrite[] | undefined;
}

/** Everything that changed since the goal was opened. Throws Unreadable. */
export async function readPages(source: Source, goal: number): Promise<Pages> {
  const { owner, repo } = source;
  const octokit = octokitFor(source);
  const where = { owner, repo, per_page: 100 };
  try {
    const { data: repository } = await octokit.rest.repos.get({ owner, repo });
    const { data: issue } = await octokit.rest.issues.get({ owner, repo, issue_number: goal });
    if (issue.pull_request)
      throw new Unreadable(`#${goal} of ${owner}/${repo} is a pull request, not a goal.`);
    const since = issue.created_at;
    const branch = `swarm/${goal}/integration`;
    const [issues, comments, milestones, pulls, rewrites] = await Promise.all([
      octokit.paginate(octokit.rest.issues.listForRepo, { ...where, state: "all", since }),
      octokit.paginate(octokit.rest.issues.listCommentsForRepo, { ...where, since }),
      octokit.paginate(octokit.rest.issues.listMilestones, { ...where, state: "all" }),
      octokit.paginate(octokit.rest.pulls.list, { ...where, state: "all", head: `${owner}:${branch}` }),
      readRewrites(octokit, { owner, repo, goal }),
    ]);
    const own = [issue, ...issues].filter((one) => !one.pull_request).map(toIssue);
    return {
      defaultBranch: repository.default_branch,
      issues: new Map(own.map((one) => [one.number, one])),
      comments: comments.map(toComment).sort((a, b) => a.id - b.id),
      milestones: milestones.map(({ number, title, state }) => ({ number, title, open: state === "open" })),
      pulls: pulls.map(({ number, head, state }) => ({
        number,
        branch: head.ref,
        head: head.sha,
        open: state === "open",
      })),
      rewrites,
    };
  } catch (error) {
    throw inWords(error, source, goal);
  }
}

/** The source without its token if another server than github.com does not know the token; public ones need none. */
export async function acceptedBy(source: Source): Promise<Source> {
  if (source.token === undefined || !source.isOther) return source;
  const { owner, repo } = source;
  const refused = await octokitFor(source)
    .rest.repos.get({ owner, repo })
    .then(
      () => false,
      (error: unknown) => error instanceof Error && "status" in error && error.status === 401,
    );
  return refused ? { ...source, token: undefined } : source;
}

interface Where {
  readonly owner: string;
  readonly repo: string;
  readonly goal: number;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const patienceMs = 60_000;

function octokitFor({ api, token }: Source): Octokit {
  const login = token === undefined ? {} : { auth: token };
  const octokit = new Octokit({ baseUrl: api, userAgent: "stigmergy-audit", log: silent, ...login });
  octokit.hook.before("request", (options) => {
    options.request.signal = AbortSignal.timeout(patienceMs);
  });
  return octokit;
}

/** Nobody moves these but forward. A repository's activity is not shown to everyone, nor by every server. */
async function readRewrites(
  octokit: Octokit,
  { owner, repo, goal }: Where,
): Promise<readonly Rewrite[] | undefined> {
  const branches = ["integration", "green", "log"].map((kind) => `swarm/${goal}/${kind}`);
  const asked = branches.flatMap((branch) =>
    (["force_push", "branch_deletion"] as const).map(async (activity_type) => {
      const query = { owner, repo, per_page: 100, ref: `refs/heads/${branch}`, activity_type };
      const moves = await octokit.paginate(octokit.rest.repos.listActivities, query);
      return moves.map(({ actor }) => {
        const { login, isBot } = toAuthor(actor);
        return { branch, login, isBot };
      });
    }),
  );
  return Promise.all(asked).then(
    (found) => found.flat(),
    () => undefined,
  );
}

interface WireUser {
  readonly id: number;
  readonly login: string;
  readonly type?: string;
}

const toAuthor = (user: WireUser | null | undefined): Author => ({
  id: user?.id ?? 0,
  login: user?.login ?? "ghost",
  isBot: user?.type === "Bot",
});

interface WireIssue {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly state: string;
  readonly labels: readonly (string | { readonly name?: string | undefined })[];
  readonly user: WireUser | null;
  readonly milestone: { readonly number: number } | null;
  readonly parent_issue_url?: string | null | undefined;
  readonly closed_at: string | null;
}

const toIssue = (issue: WireIssue): Issue => ({
  number: issue.number,
  title: issue.title,
  body: issue.body ?? "",
  open: issue.state === "open",
  labels: issue.labels.map((label) => (typeof label === "string" ? label : (label.name ?? ""))),
  author: toAuthor(issue.user),
  milestone: issue.milestone?.number,
  parent: lastNumber(issue.parent_issue_url),
  closedAt: issue.closed_at === null ? undefined : Date.parse(issue.closed_at),
});

interface WireComment {
  readonly id: number;
  readonly body?: string | undefined;
  readonly user: WireUser | null;
  readonly issue_url: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const toComment = (comment: WireComment): Comment => ({
  id: comment.id,
  issue: lastNumber(comment.issue_url) ?? 0,
  author: toAuthor(comment.user),
  body: comment.body ?? "",
  edited: comment.created_at !== comment.updated_at,
});

const lastNumber = (url: string | null | undefined): number | undefined => {
  const match = /\/(\d+)$/.exec(url ?? "");
  return match ? Number(match[1]) : undefined;
};

/** What the server refused, as the one thing that the user can mend; anything else stays as it is. */
function inWords(error: unknown, { api, owner, repo, token }: Source, goal: number): unknown {
  if (!(error instanceof Error) || !("status" in error)) return error;
  const hint = token === undefined ? ": set GITHUB_TOKEN if it is private" : "";
  if (error.status === 404)
    return new Unreadable(`${api} shows no issue #${goal} of ${owner}/${repo}${hint}.`);
  if (error.status === 401)
    return new Unreadable(`${api} does not take the token in GITHUB_TOKEN: correct it or leave it out.`);
  return new Unreadable(`${api} could not be read: ${error.message.split("\n")[0]}.`);
}
