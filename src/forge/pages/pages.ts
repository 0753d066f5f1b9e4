/** The forge in a browser: plain pages, written on the server, without a script and without anything from elsewhere. */

import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { findRepository, type Hub } from "../hub.ts";
import type { Repository } from "../rows.ts";
import { showBranches } from "./branches.ts";
import { showCommit } from "./commit.ts";
import { showCommits } from "./commits.ts";
import { showFront, showRepositories } from "./front.ts";
import { html } from "./html.ts";
import { showIssues } from "./issues.ts";
import { layOut } from "./layout.ts";
import { showMilestone, showMilestones } from "./milestones.ts";
import { showPull, showPulls } from "./pulls.ts";
import { style } from "./style.ts";
import { type Moved, type Page, repositoryPath, type Section } from "./visit.ts";

const sections: ReadonlyMap<string, Section> = new Map([
  ["", showFront],
  ["issues", showIssues],
  ["milestones", showMilestones],
  ["milestone", showMilestone],
  ["pulls", showPulls],
  ["pull", showPull],
  ["branches", showBranches],
  ["commits", showCommits],
  ["commit", showCommit],
]);

/** Even a text that slipped through could run no script, load nothing and send nothing. */
const headers = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    "img-src data:",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};

/** Answers every GET and HEAD that is neither the API's nor git's. */
export async function showPage(hub: Hub, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "/", hub.url);
  if (url.pathname === "/favicon.ico") return void res.writeHead(204).end();
  try {
    const [owner, name, section = "", ...rest] = pathOf(url);
    const repository = name === undefined ? undefined : findRepository(hub.store, owner ?? "", name);
    const page =
      name === undefined
        ? showRepositories(hub, owner)
        : repository && (await visit(hub, repository, url, section, rest.join("/")));
    send(res, page ?? missing, repository);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    res
      .writeHead(500, headers)
      .end(layOut({ title: "Failed", body: html`<h1>The forge failed</h1><pre>${words}</pre>` }));
  }
}

async function visit(hub: Hub, repository: Repository, url: URL, section: string, rest: string) {
  const directory = hub.git.directory(repository);
  const path = repositoryPath(repository);
  return sections.get(section)?.({ hub, repository, directory, path, query: url.searchParams }, rest);
}

/** The decoded parts of a path; what cannot be decoded, or given to git, names nothing. */
function pathOf(url: URL): string[] {
  const nothing = ["", ""];
  const parts = url.pathname.split("/").filter((part) => part !== "");
  try {
    const decoded = parts.map(decodeURIComponent);
    return decoded.some((part) => part.includes("\0")) ? nothing : decoded;
  } catch {
    return nothing;
  }
}

const missing: Page = {
  title: "Not found",
  body: html`<h1>Not found</h1><p>The forge has no such page. <a href="/">All repositories</a></p>`,
};

function send(res: ServerResponse, page: Page | Moved, repository: Repository | undefined): void {
  if ("location" in page) {
    res.writeHead(302, { ...headers, Location: page.location }).end();
    return;
  }
  res.writeHead(page === missing ? 404 : 200, headers).end(layOut(page, repository));
}
