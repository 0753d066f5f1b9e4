/** GitHub's API as the gate sees it, which only notes what came through, and the writes that the swarm makes. */

import type { Octokit } from "@octokit/rest";
import { type ApiGate, type GatedApi, gateApi } from "../../src/gate/api.ts";
import { createIssueMutation } from "../../src/gate/routes.ts";
import { Secrets } from "../../src/gate/secrets.ts";

export const home = { server: "https://github.com", owner: "acme", repo: "tool" };
export const at = { owner: "acme", repo: "tool" };

export interface Posted {
  readonly api: GatedApi;
  readonly sent: { readonly what: string; readonly fields: Readonly<Record<string, unknown>> }[];
  readonly secrets: Secrets;
}

export function posted(more: Partial<ApiGate> = {}): Posted {
  const sent: Posted["sent"] = [];
  const note = async (what: string, fields: Readonly<Record<string, unknown>>) => {
    sent.push({ what, fields });
    return { data: {} };
  };
  const api = { request: note, graphql: note } as unknown as Pick<Octokit, "request" | "graphql">;
  const secrets = more.secrets ?? new Secrets();
  return { api: gateApi(api, { home, secrets, secret: "s", now: () => 0, ...more }), sent, secrets };
}

type Send = (api: GatedApi, text: string) => Promise<unknown>;

const root = "/repos/{owner}/{repo}";
const request = (route: string, fields: (text: string) => Record<string, unknown>): Send => {
  return (api, text) =>
    (api.request as (route: string, fields: object) => Promise<unknown>)(route, { ...at, ...fields(text) });
};
const input = { repositoryId: "R_1", labelIds: ["L_1"], title: "A title", body: "A body" };

/** Every field of every write that can hold words. */
export const sinks: Readonly<Record<string, Send>> = {
  "an issue's title": (api, title) => api.graphql(createIssueMutation, { input: { ...input, title } }),
  "an issue's body": (api, body) => api.graphql(createIssueMutation, { input: { ...input, body } }),
  "a changed body": request(`PATCH ${root}/issues/{issue_number}`, (body) => ({ issue_number: 3, body })),
  labels: request(`PATCH ${root}/issues/{issue_number}`, (label) => ({
    issue_number: 3,
    labels: label.match(/.{1,50}/gs),
  })),
  "a comment": request(`POST ${root}/issues/{issue_number}/comments`, (body) => ({ issue_number: 3, body })),
  "a changed comment": request(`PATCH ${root}/issues/comments/{comment_id}`, (body) => ({
    comment_id: 3,
    body,
  })),
  "a milestone": request(`PATCH ${root}/milestones/{milestone_number}`, (description) => ({
    ...{ milestone_number: 3, description, state: "closed" },
  })),
  "a pull request's title": request(`POST ${root}/pulls`, (title) => ({
    ...{ head: "swarm/12/integration", base: "main", title, body: "A body" },
  })),
  "a pull request's body": request(`POST ${root}/pulls`, (body) => ({
    ...{ head: "swarm/12/integration", base: "main", title: "A title", body },
  })),
};
