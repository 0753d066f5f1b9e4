/** REST: check runs, which only apps may write. */

import { emit } from "../act/emit.ts";
import { type Hub, now } from "../hub.ts";
import { readCommitSha } from "../refs.ts";
import { forbidden, notFound, unprocessable } from "../refusal.ts";
import type { App, CheckRun } from "../rows.ts";
import { showCheckRun } from "../show/check-run.ts";
import type { Fields } from "./fields.ts";
import { pageOf } from "./page.ts";
import { type Answer, type RepositoryAsk, repositoryRoute } from "./route.ts";

const statuses = ["queued", "in_progress", "completed", "waiting", "requested", "pending"] as const;
const conclusions = [
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "success",
  "skipped",
  "timed_out",
] as const;

export const checkRunRoutes = [
  repositoryRoute("POST", "/check-runs", ["checks/create", "checks", "write"], create),
  repositoryRoute("GET", "/check-runs/{id}", ["checks/get", "checks", "read"], (ask) => ({
    status: 200,
    body: showCheckRun(ask.hub, askedRun(ask)),
  })),
  repositoryRoute("PATCH", "/check-runs/{id}", ["checks/update", "checks", "write"], update),
  repositoryRoute(
    "GET",
    "/commits/{sha}/check-runs",
    ["checks/list-for-ref", "checks", "read"],
    async (ask) => {
      const sha = await readCommitSha(
        ask.hub.git,
        ask.hub.git.directory(ask.repository),
        ask.params.sha ?? "",
      );
      const runs = ask.hub.store.checkRuns.group(ask.repository.id).filter((run) => run.headSha === sha);
      const { slice, headers } = pageOf(ask, runs);
      const body = { total_count: runs.length, check_runs: slice.map((run) => showCheckRun(ask.hub, run)) };
      return { status: 200, body, headers };
    },
  ),
];

async function create(ask: RepositoryAsk): Promise<Answer> {
  const app = writingApp(ask);
  const headSha = ask.body.required("head_sha");
  const known = await readCommitSha(ask.hub.git, ask.hub.git.directory(ask.repository), headSha);
  if (known !== headSha) throw unprocessable(`No commit found for SHA: ${headSha}`);
  const blank: CheckRun = {
    id: ask.hub.store.newId(),
    repositoryId: ask.repository.id,
    appId: app.id,
    name: ask.body.required("name"),
    headSha,
    externalId: ask.body.text("external_id") ?? null,
    detailsUrl: ask.body.text("details_url") ?? null,
    status: "queued",
    conclusion: null,
    startedAt: now(ask.hub),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
  };
  const run = ask.hub.store.checkRuns.put(changed(ask.hub, blank, ask.body));
  tell(ask, run, run.status === "completed" ? "completed" : "created");
  return { status: 201, body: showCheckRun(ask.hub, run) };
}

function update(ask: RepositoryAsk): Answer {
  const before = askedRun(ask);
  if (writingApp(ask).id !== before.appId)
    throw forbidden("Invalid app_id - check run can only be modified by its app");
  const run = ask.hub.store.checkRuns.put(changed(ask.hub, before, ask.body));
  if (run.status === "completed" && before.status !== "completed") tell(ask, run, "completed");
  return { status: 200, body: showCheckRun(ask.hub, run) };
}

/** A conclusion completes the run, and a completed run needs one. */
function changed(hub: Hub, run: CheckRun, body: Fields): CheckRun {
  const conclusion = body.word("conclusion", conclusions) ?? run.conclusion;
  const asked = body.word("status", statuses) ?? run.status;
  const status = body.has("conclusion") ? "completed" : asked;
  if (status === "completed" && conclusion === null) {
    throw unprocessable("Invalid request.\n\nA conclusion is required when the status is completed.");
  }
  return {
    ...run,
    name: body.text("name") ?? run.name,
    status,
    conclusion: status === "completed" ? conclusion : null,
    startedAt: body.text("started_at") ?? run.startedAt,
    completedAt: status === "completed" ? (body.text("completed_at") ?? run.completedAt ?? now(hub)) : null,
    ...readOutput(body, run),
  };
}

function readOutput(body: Fields, run: CheckRun): Pick<CheckRun, "title" | "summary" | "text"> {
  const given = body.value("output");
  const output = typeof given === "object" && given !== null ? given : {};
  const textOf = (name: string, old: string | null) => {
    const value = (output as Record<string, unknown>)[name];
    return typeof value === "string" ? value : old;
  };
  return {
    title: textOf("title", run.title),
    summary: textOf("summary", run.summary),
    text: textOf("text", run.text),
  };
}

function writingApp(ask: RepositoryAsk): App {
  const { app } = ask.act();
  if (app) return app;
  throw forbidden("You must authenticate via a GitHub App.");
}

function askedRun(ask: RepositoryAsk): CheckRun {
  const run = ask.hub.store.checkRuns.get(Number(ask.params.id));
  if (run?.repositoryId !== ask.repository.id) throw notFound();
  return run;
}

function tell(ask: RepositoryAsk, run: CheckRun, action: string): void {
  const fields = { action, check_run: showCheckRun(ask.hub, run) };
  emit(ask.hub, { event: "check_run", repository: ask.repository, sender: ask.act().user, fields });
}
