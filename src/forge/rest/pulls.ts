/** REST: pull requests, which humans merge; their commits are asked from git each time. */

import { emit } from "../act/emit.ts";
import { openIssue } from "../act/issues.ts";
import { isAncestor, readCommitSha } from "../refs.ts";
import { invalid, notFound } from "../refusal.ts";
import type { Issue } from "../rows.ts";
import { showPull, showPullInList } from "../show/pull.ts";
import { checkBody, checkTitle } from "./fields.ts";
import { askedIssue } from "./find.ts";
import { pageOf } from "./page.ts";
import { type Answer, type RepositoryAsk, repositoryRoute } from "./route.ts";

export const pullRoutes = [
  repositoryRoute("POST", "/pulls", ["pulls/create", "pull_requests", "write"], create),
  repositoryRoute("GET", "/pulls", ["pulls/list", "pull_requests", "read"], list),
  repositoryRoute("GET", "/pulls/{number}", ["pulls/get", "pull_requests", "read"], async (ask) => {
    const issue = askedIssue(ask);
    if (!issue.pull) throw notFound();
    return { status: 200, body: await showPull(ask.hub, issue) };
  }),
];

async function create(ask: RepositoryAsk): Promise<Answer> {
  const title = checkTitle(ask.body.required("title"), "PullRequest");
  const body = checkBody(ask.body.text("body") ?? null, "PullRequest");
  const base = ask.body.required("base");
  const head = ask.body.required("head").replace(new RegExp(`^${ask.repository.owner}:`, "i"), "");
  const { git, store } = ask.hub;
  const directory = git.directory(ask.repository);
  const baseSha = await readCommitSha(git, directory, `refs/heads/${base}`);
  const headSha = await readCommitSha(git, directory, `refs/heads/${head}`);
  if (!baseSha) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  if (!headSha) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
  if (await isAncestor(git, directory, headSha, baseSha))
    throw refuse(`No commits between ${base} and ${head}`);
  const twin = pullsOf(ask).find(
    ({ state, pull }) => state === "open" && pull?.head === head && pull.base === base,
  );
  if (twin) throw refuse(`A pull request already exists for ${ask.repository.owner}:${head}.`);
  const pull = { head, headSha, base, draft: ask.body.flag("draft") };
  const act = ask.act();
  const issue = openIssue(ask.hub, act, ask.repository, {
    title,
    body,
    labels: [],
    milestone: undefined,
    pull,
  });
  ask.note.issue = issue.number;
  ask.note.contentWrites = 1;
  const shown = await showPull(ask.hub, issue);
  const fields = { action: "opened", number: issue.number, pull_request: shown };
  const repository = store.repositories.need(ask.repository.id);
  emit(ask.hub, { event: "pull_request", repository, sender: act.user, fields });
  return { status: 201, body: shown, headers: { Location: shown.url } };
}

const refuse = (message: string) => invalid({ resource: "PullRequest", code: "custom", message });

const pullsOf = (ask: RepositoryAsk): Issue[] =>
  ask.hub.store.issues.group(ask.repository.id).filter((issue) => issue.pull && !issue.deleted);

async function list(ask: RepositoryAsk): Promise<Answer> {
  const [state, base] = [ask.query.get("state") ?? "open", ask.query.get("base")];
  const head = ask.query.get("head")?.replace(/^[^:]*:/, "");
  const sign = (ask.query.get("direction") ?? "desc") === "asc" ? 1 : -1;
  const pulls = pullsOf(ask)
    .filter((issue) => state === "all" || issue.state === state)
    .filter((issue) => base === null || issue.pull?.base === base)
    .filter((issue) => head === undefined || issue.pull?.head === head)
    .sort((one, other) => sign * (one.number - other.number));
  const { slice, headers } = pageOf(ask, pulls);
  const body = await Promise.all(slice.map((issue) => showPullInList(ask.hub, issue)));
  return { status: 200, body, headers };
}
