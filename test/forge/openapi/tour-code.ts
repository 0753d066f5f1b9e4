/** A tour through the forge's code side: files, refs, commits, checks, pull requests, apps. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Octokit } from "@octokit/rest";
import { appClient, git, type startGround, statusOf, widgets } from "../ground.ts";

type Rest = Octokit["rest"];
export type Ground = Awaited<ReturnType<typeof startGround>>;

/** Pushes files to main and a branch that changes them in every way. */
export async function tourPush(ground: Ground): Promise<void> {
  const clone = join(ground.place.path, "clone");
  await git(ground.place.path, "clone", "--quiet", ground.remote("ada"), "clone");
  await mkdir(join(clone, "docs"));
  const names = ["docs/kept.md", "docs/edited.md", "docs/moved.md", "docs/dropped.md"];
  for (const name of names) await writeFile(join(clone, name), `This is ${name}.\nIt has two lines.\n`);
  await commit(clone, "write");
  await git(clone, "push", "--quiet", "origin", "main");
  await git(clone, "switch", "--quiet", "--create", "topic/one");
  await git(clone, "mv", "docs/moved.md", "docs/there.md");
  await git(clone, "rm", "--quiet", "docs/dropped.md");
  await writeFile(join(clone, "docs/edited.md"), "This is shorter.\n");
  await writeFile(join(clone, "docs/added.bin"), Buffer.from([0, 1, 2, 255]));
  await commit(clone, "change");
  await git(clone, "push", "--quiet", "origin", "topic/one");
}

async function commit(clone: string, message: string): Promise<void> {
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", `--message=${message}`);
}

/** Reads the repository, once again with what is known already. */
export async function tourRepository({ repos, git: database, rateLimit, users }: Rest): Promise<void> {
  const { headers } = await repos.get(widgets);
  await statusOf(repos.get({ ...widgets, headers: { "if-none-match": headers.etag ?? "" } }));
  await repos.listBranches(widgets);
  const { data: main } = await repos.getBranch({ ...widgets, branch: "main" });
  await repos.getBranch({ ...widgets, branch: "topic/one" });
  await repos.listActivities(widgets);
  for (const path of ["", "docs", "docs/kept.md"]) await repos.getContent({ ...widgets, path });
  await repos.getContent({ ...widgets, path: "docs/added.bin", ref: "topic/one" });
  await repos.getCommit({ ...widgets, ref: "topic/one" });
  for (const basehead of ["main...topic/one", "topic/one...main", "main...main"]) {
    await repos.compareCommitsWithBasehead({ ...widgets, basehead });
  }
  for (const username of ["acme", "ada", "eve"]) {
    await repos.getCollaboratorPermissionLevel({ ...widgets, username });
  }
  await database.getCommit({ ...widgets, commit_sha: main.commit.sha });
  await rateLimit.get();
  await users.getAuthenticated();
}

/** Makes, moves and deletes a branch. */
export async function tourRefs({ git: database }: Rest): Promise<void> {
  const { data: main } = await database.getRef({ ...widgets, ref: "heads/main" });
  const { data: topic } = await database.getRef({ ...widgets, ref: "heads/topic/one" });
  await database.createRef({ ...widgets, ref: "refs/heads/copy", sha: main.object.sha });
  const copy = { ...widgets, ref: "heads/copy" };
  await database.updateRef({ ...copy, sha: topic.object.sha });
  await statusOf(database.updateRef({ ...copy, sha: main.object.sha }));
  await database.listMatchingRefs({ ...widgets, ref: "heads/" });
  await database.deleteRef(copy);
  await statusOf(database.deleteRef(copy));
}

/** Reports a check's way from the queue to its end. */
export async function tourChecks({ checks, git: database }: Rest): Promise<void> {
  const { data: main } = await database.getRef({ ...widgets, ref: "heads/main" });
  const { data: run } = await checks.create({ ...widgets, name: "swarm", head_sha: main.object.sha });
  const at = { ...widgets, check_run_id: run.id };
  await checks.update({ ...at, status: "in_progress", output: { title: "At work", summary: "One of two." } });
  await checks.update({ ...at, conclusion: "success" });
  await checks.get(at);
  await checks.listForRef({ ...widgets, ref: "main" });
}

/** Opens a pull request and looks at it. */
export async function tourPulls({ pulls, issues }: Rest): Promise<void> {
  const { data } = await pulls.create({ ...widgets, title: "Land", head: "topic/one", base: "main" });
  await statusOf(pulls.create({ ...widgets, title: "Again", head: "topic/one", base: "main" }));
  await pulls.get({ ...widgets, pull_number: data.number });
  await pulls.list(widgets);
  await issues.get({ ...widgets, issue_number: data.number });
  await issues.createComment({ ...widgets, issue_number: data.number, body: "Ready." });
}

/** Asks as the app, takes a small token, and gets a second repository. */
export async function tourApps(ground: Ground): Promise<void> {
  const { forge, app, installationId, place } = ground;
  const { apps } = appClient(forge, app).rest;
  await apps.getAuthenticated();
  await apps.listInstallations();
  await apps.getInstallation({ installation_id: installationId });
  await apps.getRepoInstallation(widgets);
  await apps.createInstallationAccessToken({
    installation_id: installationId,
    repositories: ["widgets"],
    permissions: { contents: "read" },
  });
  await ground.installation().rest.apps.listReposAccessibleToInstallation();
  await forge.createRepository("acme", "gadgets", { from: join(place.path, "seed") });
  forge.install("swarm", "acme/gadgets");
}
