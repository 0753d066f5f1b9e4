/** One repository as the app sees it: is it installed there, with which rights, and which workflows would run. */

import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Probot } from "probot";
import { parse } from "yaml";
import { z } from "zod";
import { systemClock } from "../../effect/clock.ts";
import { gitLogin } from "../../effect/git-login.ts";
import { type GitLogin, GitMirror } from "../../effect/git-mirror.ts";
import { GitHub } from "../../effect/github.ts";
import { bad, type Finding, good, open } from "./finding.ts";
import { dangerOf } from "./workflow.ts";

export interface Asked {
  readonly owner: string;
  readonly repo: string;
  readonly app: { readonly appId: number; readonly privateKey: string };
  /** Root of the embedded forge or a GitHub Enterprise Server; github.com when absent. */
  readonly forge: string | undefined;
}

const levels = ["none", "read", "write", "admin"];

export async function repositoryFindings(asked: Asked): Promise<Finding[]> {
  const { owner, repo, forge } = asked;
  const root = forge?.replace(/\/$/, "");
  const probot = new Probot({
    ...asked.app,
    logLevel: "fatal",
    ...(root === undefined ? {} : { baseUrl: `${root}/api/v3` }),
  });
  const app = await probot.auth();
  const installation = await app
    .request("GET /repos/{owner}/{repo}/installation", { owner, repo })
    .catch((error: { status?: number; message: string }) => error);
  if (!("data" in installation))
    return [bad("installed", `the app cannot reach ${owner}/${repo}: ${said(installation)}`)];
  const { id, permissions, suspended_at: suspended } = installation.data;
  if (suspended) return [bad("installed", `the installation on ${owner}/${repo} is suspended`)];
  const about = await new GitHub(await probot.auth(id), { owner, repo }).about();
  const place = {
    url: `${root ?? "https://github.com"}/${owner}/${repo}.git`,
    branch: about.defaultBranch,
    login: gitLogin(async () => app, id, systemClock),
  };
  return [
    good("installed", `on ${owner}/${repo}, which is ${about.isPublic ? "public" : "private"}`),
    ...permissionFindings(permissions as Readonly<Record<string, string>>),
    ...(await workflowFindings(place)),
  ];
}

/** What the manifest asks for is needed; what is granted beyond it could be taken along by a bug. */
export function permissionFindings(granted: Readonly<Record<string, string>>): Finding[] {
  const lacking = Object.entries(needed).filter(
    ([name, level]) => levels.indexOf(granted[name] ?? "none") < levels.indexOf(level),
  );
  const beyond = Object.entries(granted).filter(
    ([name, level]) => levels.indexOf(level) > levels.indexOf(needed[name] ?? "none"),
  );
  const list = (entries: [string, string][]) =>
    entries.map(([name, level]) => `${name}: ${level}`).join(", ");
  return [
    lacking.length === 0
      ? good("permissions", list(Object.entries(needed)))
      : bad("permissions", `the app lacks ${list(lacking)}: grant it in the app's settings`),
    ...(beyond.length === 0 ? [] : [open("permissions", `more than needed: ${list(beyond)}`)]),
  ];
}

const needed = z
  .object({ default_permissions: z.record(z.string(), z.string()) })
  .parse(parse(readFileSync(new URL("../../../app.yml", import.meta.url), "utf8"))).default_permissions;

interface Place {
  readonly url: string;
  readonly branch: string;
  readonly login: GitLogin;
}

/** Read by git, as the swarm itself reads: nothing is checked out. */
async function workflowFindings({ url, branch, login }: Place): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), "stigmergy-doctor-"));
  try {
    const mirror = new GitMirror(join(folder, "mirror.git"), url, login);
    await mirror.prepare();
    await mirror.fetch([branch]);
    const head = await mirror.head(branch);
    const files = (await mirror.files(head)).filter((path) =>
      /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
    );
    const texts = await Promise.all(files.map(async (path) => (await mirror.readFile(head, path)) ?? ""));
    const found = files.flatMap((path, index) => {
      const danger = dangerOf(texts[index] ?? "");
      return danger ? [bad("workflows", `${path} ${danger}: ${remedy}`)] : [];
    });
    if (found.length > 0) return found;
    return [good("workflows", `none of ${files.length} runs by itself on the swarm's branches with secrets`)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const remedy = "keep swarm/** out of what triggers it";

const said = ({ status, message }: { status?: number; message: string }): string =>
  status === 404 ? "install it there" : message;
