/** Check runs as the REST API shows them. */

import { apiUrl, type Hub, pageUrl } from "../hub.ts";
import { formatNodeId } from "../node-id.ts";
import type { CheckRun } from "../rows.ts";
import { showApp } from "./app.ts";

export function showCheckRun(hub: Hub, run: CheckRun) {
  const repository = hub.store.repositories.need(run.repositoryId);
  const url = `${apiUrl(hub, repository)}/check-runs/${run.id}`;
  const page = `${pageUrl(hub, repository)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: formatNodeId("CheckRun", run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId ?? "",
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.appId },
    app: showApp(hub, hub.store.apps.need(run.appId)),
    pull_requests: [],
  };
}
