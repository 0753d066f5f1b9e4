/** One commit: message, trailers, parents, check runs and what it changed. */

import { type Commit, readCommit } from "../commits.ts";
import { readCommitSha } from "../refs.ts";
import { emptyTree, showDiff } from "./diff-view.ts";
import { type Html, html } from "./html.ts";
import { person, shaLink, when } from "./phrases.ts";
import { linkReferences } from "./references.ts";
import type { Section, Visit } from "./visit.ts";

export const showCommit: Section = async (visit, name) => {
  const { hub, directory, path } = visit;
  if (!/^[0-9a-f]{4,40}$/.test(name)) return undefined;
  const sha = await readCommitSha(hub.git, directory, name);
  const commit = sha && (await readCommit(hub.git, directory, sha));
  if (!commit) return undefined;
  const { subject, text, trailers } = await readMessage(visit, commit);
  const parents = commit.parents.map((parent) => html` ${shaLink(path, parent)}`);
  const [first] = commit.parents;
  const body = html`<h1>${linkReferences(path, subject)}</h1>
<p class="about"><span><b>${commit.author.name}</b> committed ${when(hub, commit.committer.date)}</span><span class="sha">${commit.sha}</span></p>
<p class="about"><span>${parents.length === 0 ? "no parent" : html`parent${parents.length > 1 && "s"}${parents}`}</span></p>
${text !== "" && html`<pre class="message">${linkReferences(path, text)}</pre>`}
${trailers.length > 0 && html`<dl class="trailers">${trailers.map(([key, value]) => html`<dt>${key}</dt><dd>${linkReferences(path, value)}</dd>`)}</dl>`}
${showChecks(visit, commit.sha)}
<h2>Changes</h2>${commit.parents.length > 1 && html`<p class="empty">compared with the first parent</p>`}
${await showDiff(visit, first ?? emptyTree, commit.sha)}`;
  return { title: `${subject} · ${commit.sha.slice(0, 8)}`, tab: "commits", body };
};

/** Which lines of a message are trailers is git's decision. */
async function readMessage({ hub, directory }: Visit, { sha, message }: Commit) {
  const format = "--format=%(trailers)%x00%(trailers:only,unfold)";
  const output = await hub.git.read(directory, ["log", "--max-count=1", format, sha, "--"]);
  const [block = "", lines = ""] = output.split("\0").map((part) => part.trim());
  const [subject = "", ...rest] = message.split("\n");
  const text = rest.join("\n").trim();
  const trailers = lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()] as const);
  const isAtEnd = block !== "" && text.endsWith(block);
  return { subject, text: isAtEnd ? text.slice(0, -block.length).trim() : text, trailers };
}

function showChecks({ hub, repository }: Visit, sha: string): Html {
  const runs = hub.store.checkRuns.group(repository.id).filter((run) => run.headSha === sha);
  if (runs.length === 0) return html``;
  const rows = runs.map((run) => {
    const bot = hub.store.apps.get(run.appId)?.botId;
    return html`<li><div><p>${run.name} <span class="tag">${run.conclusion ?? run.status}</span></p>
<p class="about">${run.title}${bot !== undefined && html`<span>by ${person(hub, bot)}</span>`}</p></div></li>`;
  });
  return html`<h2>Checks</h2><ul class="rows">${rows}</ul>`;
}
