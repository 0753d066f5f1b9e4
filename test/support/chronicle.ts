/** A finished run as Markdown: everything that a visitor of the repository finds afterwards, without what differs each time. */

import { join } from "node:path";
import { formatBranch } from "../../src/codec/branch-name.ts";
import { parseLogMessage } from "../../src/codec/log-entry.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { type Swarm, where } from "./swarm.ts";

/** Reads the forge as a person with a browser and a clone would. */
export async function chronicle(swarm: Swarm, goal: number): Promise<string> {
  const mirror = await cloneOf(swarm);
  const head = `refs/forge/${formatBranch({ kind: "integration", goal })}`;
  const refs = await mirror.refs("");
  const text = [
    "# A run, as the repository shows it",
    ...(await issuesOf(swarm)),
    "## Milestones",
    ...(await milestonesOf(swarm)),
    "## Branches",
    refs.map(({ name, sha }) => `- \`${name}\` at ${sha}`).join("\n"),
    "## `git log --first-parent` of the integration branch, oldest first",
    ...(await historyOf(mirror, head)),
    "## What it changed",
    quote(await mirror.run(["diff", "refs/forge/main", head])),
    ...(await entriesOf(mirror, goal)),
  ].join("\n\n");
  return withoutChance(`${text}\n`);
}

async function cloneOf(swarm: Swarm): Promise<GitMirror> {
  const { token } = swarm.embedded.forge.createUser("ada");
  const url = `${swarm.embedded.forge.url}/${where.owner}/${where.name}.git`;
  const mirror = new GitMirror(join(swarm.state, "visitor.git"), url, async () => token);
  await mirror.prepare();
  await mirror.fetch(["*"]);
  return mirror;
}

async function issuesOf({ embedded: { human } }: Swarm): Promise<string[]> {
  const repository = { owner: where.owner, repo: where.name };
  const issues = await human.paginate(human.issues.listForRepo, {
    ...repository,
    state: "all",
    sort: "created",
    direction: "asc",
  });
  const texts = issues.map(async (issue) => {
    const comments = await human.paginate(human.issues.listComments, {
      ...repository,
      issue_number: issue.number,
    });
    const labels = issue.labels.map((label) => (typeof label === "string" ? label : label.name)).sort();
    const parent = issue.parent_issue_url?.split("/").at(-1);
    const facts = [
      `${issue.pull_request ? "pull request" : "issue"} by ${issue.user?.login}`,
      issue.state_reason ? `${issue.state} as ${issue.state_reason}` : issue.state,
      ...labels,
      ...(issue.milestone ? [`milestone "${issue.milestone.title}"`] : []),
      ...(parent ? [`beneath #${parent}`] : []),
    ];
    return [
      `## #${issue.number} ${issue.title}`,
      facts.join(" · "),
      quote(issue.body ?? ""),
      ...comments.flatMap((comment) => [`${comment.user?.login} comments:`, quote(comment.body ?? "")]),
    ];
  });
  return (await Promise.all(texts)).flat();
}

async function milestonesOf({ embedded: { human } }: Swarm): Promise<string[]> {
  const { data } = await human.issues.listMilestones({
    owner: where.owner,
    repo: where.name,
    state: "all",
    direction: "asc",
  });
  return data.map(({ title, state, description }) => `- ${title}: ${state}. ${description}`);
}

async function historyOf(mirror: GitMirror, head: string): Promise<string[]> {
  const commits = await mirror.chain(head);
  return commits.map(({ sha, message }) => `${sha}\n\n${quote(message)}`);
}

/** How many entries share a commit, and what runs beside checks, depends on the clock; the rest has its order. */
async function entriesOf(mirror: GitMirror, goal: number): Promise<string[]> {
  const commits = await mirror.chain(`refs/forge/${formatBranch({ kind: "log", goal })}`);
  const entries = commits.flatMap((commit) => parseLogMessage(commit.message, 0));
  const list = (wanted: boolean) =>
    entries
      .filter((entry) => (entry.kind === "checked") === wanted)
      .map(({ at: _, kind, ...more }) => `- ${kind}: \`${JSON.stringify(more)}\``)
      .join("\n");
  return ["## The log's entries", list(false), "## The log's checks", list(true)];
}

const quote = (text: string): string =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");

/** Names commits in the order they appear; ports, ids, signatures, seconds and tokens differ each time. */
function withoutChance(text: string): string {
  const names = new Map<string, string>();
  return text
    .replaceAll(/(<!-- stigmergy [^>]*) [0-9a-f]{32} -->/g, "$1 SIGNATURE -->")
    .replaceAll(/"hash":"[0-9a-f]{64}"/g, '"hash":"HASH"')
    .replaceAll(/\b[0-9a-f]{40}\b/g, (sha) => {
      const name = names.get(sha) ?? `commit-${names.size + 1}`;
      names.set(sha, name);
      return name;
    })
    .replaceAll(/^> index [0-9a-f.]+ /gm, "> index … ")
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "FORGE")
    .replaceAll(/#issuecomment-\d+/g, "#issuecomment-N")
    .replaceAll(/"(seconds|inputTokens|cachedTokens|outputTokens|user)":[\d.]+/g, '"$1":N')
    .replaceAll(/\b(in|cached|out)=\d+/g, "$1=N")
    .replaceAll(/\b\d+ tokens/g, "N tokens")
    .replaceAll(/\| \d+\.\d \|$/gm, "| N |");
}
