/** GitHub's API, wrapped once: the operations we use, by name. Every one may be repeated by its caller. */

import type { Octokit } from "@octokit/rest";
import { labels } from "../codec/labels.ts";
import { createIssueMutation } from "../gate/routes.ts";
import { changedSince } from "./changes.ts";
import { type RawComment, type RawIssue, toComment, toIssue } from "./github-wire.ts";
import { GoalLogs } from "./goal-logs.ts";
import { isThere, thatIsThere } from "./is-there.ts";
import { statesOf } from "./issue-states.ts";
import { People } from "./people.ts";
import { ensurePull, type NewPull, type Offered } from "./pulls.ts";

export interface Api extends Pick<Octokit, "request" | "graphql"> {
  /** A text as the gate would let it stand in a body; as it is when there is no gate. */
  readonly sendable?: (text: string) => Promise<string>;
}

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

export interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly label: string;
  readonly milestone: number | undefined;
  readonly parent: string | undefined;
}

export interface IssueChange {
  readonly body?: string;
  readonly state?: "open" | "closed";
  readonly state_reason?: "completed" | "not_planned" | "duplicate";
  readonly labels?: readonly string[];
}

const perPage = 100;
const oldestChangeFirst = { sort: "updated", direction: "asc" } as const;

/** What was transferred answers with the way to another repository. */
const unfollowed = { request: { redirect: "manual" } } as const;
/** GitHub keeps no keys of what it made: a creation whose answer was lost is looked for before it is tried again. */
const unrepeated = { request: { retries: 0 } } as const;
const unrepeatedHere = { request: { ...unrepeated.request, ...unfollowed.request } } as const;

/** Everything in a list, page after page until one is not full. */
async function allPages<Item>(
  read: (page: { readonly per_page: number; readonly page: number }) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (let page = 1; ; page++) {
    const items = await read({ per_page: perPage, page });
    found.push(...items);
    if (items.length < perPage) return found;
  }
}

export class GitHub {
  readonly repository: Repository;
  readonly #api: Api;
  readonly #nodes = new Map<string, string>();
  /** Issues that a write, or a question about their state, did not find: whoever reads should look whether they are gone. */
  readonly missing = new Set<number>();
  readonly people: People;
  readonly logs: GoalLogs;

  constructor(api: Api, repository: Repository) {
    this.#api = api;
    this.people = new People(api, repository);
    this.logs = new GoalLogs(api, repository);
    this.repository = repository;
  }

  /** Issues changed at or after a time, oldest change first; one that changes meanwhile may come twice. */
  async issues(since: string): Promise<readonly RawIssue[]> {
    const found = await changedSince(since, async (page) => {
      const asked = { ...this.repository, state: "all" as const, ...oldestChangeFirst, ...page };
      return (await this.#api.request("GET /repos/{owner}/{repo}/issues", asked)).data;
    });
    return found.filter((issue) => !issue.pull_request).map(toIssue);
  }

  /** All issues that carry a label and match. */
  async labelled(
    label: string,
    filter: { readonly state: "open" | "closed" | "all"; readonly since?: string },
  ): Promise<readonly RawIssue[]> {
    const found = await allPages(async (page) => {
      const asked = { ...this.repository, labels: label, ...filter, ...page };
      return (await this.#api.request("GET /repos/{owner}/{repo}/issues", asked)).data;
    });
    return found.filter((issue) => !issue.pull_request).map(toIssue);
  }

  async issue(number: number): Promise<RawIssue> {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}";
    return toIssue((await this.#api.request(route, { ...this.repository, issue_number: number })).data);
  }

  /** Undefined when it was deleted or transferred, or when GitHub says so for the moment. */
  async issueIfThere(number: number): Promise<RawIssue | undefined> {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}";
    const asked = { ...this.repository, issue_number: number, ...unfollowed };
    const call = this.#api.request(route, asked);
    if (!(await isThere(call))) return undefined;
    const { status, data } = await call;
    return Number(status) === 301 ? undefined : toIssue(data);
  }

  /** Comments written or edited at or after a time, oldest change first; one may come twice. */
  async comments(since: string): Promise<readonly RawComment[]> {
    const found = await changedSince(since, async (page) => {
      const asked = { ...this.repository, ...oldestChangeFirst, ...page };
      return (await this.#api.request("GET /repos/{owner}/{repo}/issues/comments", asked)).data;
    });
    return found.map(toComment);
  }

  /** Those of these issues that are open now, in one request. */
  async openOf(numbers: readonly number[]): Promise<ReadonlySet<number>> {
    const states = await statesOf(this.#api, this.repository, numbers);
    for (const number of numbers) if (!states.has(number)) this.missing.add(number);
    return new Set(numbers.filter((number) => states.get(number)?.state === "OPEN"));
  }

  /** Creates an issue with parent, label and milestone in one content-creating call; a milestone that a person removed is left out. */
  async createIssue(issue: NewIssue): Promise<{ number: number }> {
    const number = issue.milestone;
    const milestoneId =
      number === undefined ? undefined : await this.#node(`milestone ${number}`, milestoneQuery, { number });
    const input = {
      repositoryId: required(await this.#node("repository", repositoryQuery, {}), "the repository"),
      labelIds: [await this.#label(issue.label)],
      ...(milestoneId === undefined ? {} : { milestoneId }),
      ...(issue.parent === undefined ? {} : { parentIssueId: issue.parent }),
      title: issue.title.slice(0, 256),
      body: issue.body,
    };
    const made = await this.#api
      .graphql<{ createIssue: { issue: { number: number } } }>(createIssueMutation, { input, ...unrepeated })
      .catch((error: unknown) => {
        // It may name what a person removed since: the next attempt asks anew.
        this.#nodes.clear();
        throw error;
      });
    return { number: made.createIssue.issue.number };
  }

  /** Changes nothing when the issue is missing. */
  async changeIssue(number: number, change: IssueChange): Promise<void> {
    const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
    const { labels: names, ...others } = change;
    const fields = { ...others, ...(names ? { labels: [...names] } : {}) };
    const asked = { ...this.repository, ...unfollowed, issue_number: number, ...fields };
    await this.#onIssue(number, this.#api.request(route, asked));
  }

  /** Adds nothing when the issue is missing. */
  async addLabel(number: number, label: string): Promise<void> {
    const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
    const asked = { ...this.repository, ...unfollowed, issue_number: number, labels: [label] };
    await this.#onIssue(number, this.#api.request(route, asked));
  }

  /** Makes sure that our labels exist. GitHub takes names that differ only in case for one. */
  async installLabels(): Promise<void> {
    const found = await allPages(
      async (page) =>
        (await this.#api.request("GET /repos/{owner}/{repo}/labels", { ...this.repository, ...page })).data,
    );
    const there = new Set(found.map(({ name }) => name.toLowerCase()));
    for (const label of Object.values(labels)) {
      if (!there.has(label.name))
        await this.#api.request("POST /repos/{owner}/{repo}/labels", { ...this.repository, ...label });
    }
  }

  /** The number of the milestone of this title, created if there is none. */
  async ensureMilestone(title: string): Promise<number> {
    const all = { ...this.repository, state: "all", direction: "desc" } as const;
    const found = await allPages(
      async (page) =>
        (await this.#api.request("GET /repos/{owner}/{repo}/milestones", { ...all, ...page })).data,
    );
    const known = found.find((milestone) => milestone.title === title);
    if (known) return known.number;
    return (await this.#api.request("POST /repos/{owner}/{repo}/milestones", { ...this.repository, title }))
      .data.number;
  }

  /** Changes nothing when the milestone is missing. */
  async closeMilestone(number: number, description: string): Promise<void> {
    const route = "PATCH /repos/{owner}/{repo}/milestones/{milestone_number}";
    const asked = { ...this.repository, milestone_number: number, description, state: "closed" } as const;
    await isThere(this.#api.request(route, asked));
  }

  /** A text as it stands in a comment once it is written, without our marker. */
  sendable = async (text: string): Promise<string> => (await this.#api.sendable?.(text)) ?? text;

  async comment(issue: number, body: string): Promise<RawComment> {
    const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const asked = { ...this.repository, ...unrepeatedHere, issue_number: issue, body };
    const call = this.#api.request(route, asked);
    await this.#onIssue(issue, call);
    if (hasLeft(await call)) throw new Error(`#${issue} is in another repository now.`);
    return toComment((await call).data);
  }

  /** False when there is no such comment any more. */
  changeComment(id: number, body: string): Promise<boolean> {
    const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
    return isThere(this.#api.request(route, { ...this.repository, comment_id: id, body }));
  }

  async removeComment(id: number): Promise<void> {
    const route = "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}";
    await isThere(this.#api.request(route, { ...this.repository, comment_id: id }));
  }

  /** What GitHub does not want pinned stands there all the same. */
  async pinComment(id: number): Promise<void> {
    const route = "PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin";
    await this.#api
      .request(route, { ...this.repository, comment_id: id })
      .catch((error: { status?: number }) => {
        if (![404, 410, 422].includes(Number(error.status))) throw error;
      });
  }

  async react(comment: number, content: "eyes" | "rocket" | "confused"): Promise<void> {
    const route = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
    await isThere(this.#api.request(route, { ...this.repository, comment_id: comment, content }));
  }

  async about(): Promise<{ readonly defaultBranch: string; readonly isPublic: boolean }> {
    const { data } = await this.#api.request("GET /repos/{owner}/{repo}", { ...this.repository });
    return { defaultBranch: data.default_branch, isPublic: !data.private };
  }

  ensurePull = (pull: NewPull): Promise<Offered> => ensurePull(this.#api, this.repository, pull);

  async #onIssue(issue: number, call: Promise<{ readonly status: number }>): Promise<void> {
    if (!(await isThere(call)) || hasLeft(await call)) this.missing.add(issue);
  }

  /** One that a person removed or renamed is made again. */
  async #label(name: string): Promise<string> {
    const ask = () => this.#node(`label ${name}`, labelQuery, { name });
    const id = await ask();
    if (id !== undefined) return id;
    await this.installLabels();
    return required(await ask(), `the label ${name}`);
  }

  /** Undefined when there is no such thing. */
  async #node(key: string, query: string, variables: Record<string, unknown>): Promise<string | undefined> {
    const known = this.#nodes.get(key);
    if (known) return known;
    const asked = { ...this.repository, ...variables };
    const answer = await thatIsThere(this.#api.graphql<Known>(query, asked));
    const id = answer.repository.node?.id ?? answer.repository.id;
    if (id !== undefined) this.#nodes.set(key, id);
    return id;
  }
}

/** The answer to what was asked of an issue that was transferred. */
const hasLeft = ({ status }: { readonly status: number }): boolean => status === 301;

function required(id: string | undefined, what: string): string {
  if (id === undefined) throw new Error(`GitHub does not know ${what}.`);
  return id;
}

const repositoryQuery = `query($owner:String!,$repo:String!){repository(owner:$owner,name:$repo){id}}`;

const labelQuery = `query($owner:String!,$repo:String!,$name:String!){repository(owner:$owner,name:$repo){node:label(name:$name){id}}}`;
const milestoneQuery = `query($owner:String!,$repo:String!,$number:Int!){repository(owner:$owner,name:$repo){node:milestone(number:$number){id}}}`;

type Known = { repository: { id?: string; node?: { id: string } | null } };
