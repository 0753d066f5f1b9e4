/** The person of a chaos run: opens goals and comments; repeats what got no answer, but says nothing twice. */

import { setTimeout as pause } from "node:timers/promises";
import { Octokit } from "@octokit/rest";
import type { ForgeReady } from "./forge-plan.ts";
import { type Marker, markerIn } from "./marker.ts";

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly open: boolean;
  readonly reason: string | null;
  readonly labels: readonly string[];
  /** What its hidden marker says it is. */
  readonly marker: Marker | undefined;
}

export class Person {
  readonly #octokit: Octokit;
  readonly #at: { readonly owner: string; readonly repo: string };
  /** Two goals of the same title are opened one after the other, so that each knows its own. */
  #opening: Promise<unknown> = Promise.resolve();

  constructor(ready: Pick<ForgeReady, "url" | "token">, owner: string, repo: string) {
    this.#octokit = new Octokit({ auth: ready.token, baseUrl: `${ready.url}/api/v3`, log: silent });
    this.#at = { owner, repo };
  }

  /** All issues of the repository, oldest first. */
  issues(): Promise<readonly Issue[]> {
    return untilAnswered(async () => {
      const found = await this.#octokit.paginate(this.#octokit.rest.issues.listForRepo, {
        ...this.#at,
        state: "all",
        sort: "created",
        direction: "asc",
        per_page: 100,
      });
      return found.filter((issue) => !issue.pull_request).map(toIssue);
    });
  }

  /** Opens the goal, unless a new one of this title is there already because an answer was lost. */
  open(title: string, body: string): Promise<number> {
    const opened = this.#opening.then(() => this.#open(title, body));
    this.#opening = opened.catch(() => {}); // whoever opens it hears of it
    return opened;
  }

  async #open(title: string, body: string): Promise<number> {
    const before = new Set((await this.issues()).map((issue) => issue.number));
    return untilAnswered(async () => {
      const known = (await this.issues()).find((issue) => issue.title === title && !before.has(issue.number));
      if (known) return known.number;
      const labels = ["swarm:goal"];
      return (await this.#octokit.rest.issues.create({ ...this.#at, title, body, labels })).data.number;
    });
  }

  say(issue: number, body: string): Promise<void> {
    return untilAnswered(async () => {
      const where = { ...this.#at, issue_number: issue };
      const { data } = await this.#octokit.rest.issues.listComments({ ...where, per_page: 100 });
      if (!data.some((comment) => comment.body === body))
        await this.#octokit.rest.issues.createComment({ ...where, body });
    });
  }

  comments(issue: number): Promise<readonly string[]> {
    return untilAnswered(async () => {
      const where = { ...this.#at, issue_number: issue, per_page: 100 };
      const found = await this.#octokit.paginate(this.#octokit.rest.issues.listComments, where);
      return found.map((comment) => comment.body ?? "");
    });
  }

  /** The pull requests from this branch, with the commit each shows. */
  pulls(branch: string): Promise<readonly { readonly number: number; readonly head: string }[]> {
    return untilAnswered(async () => {
      const { data } = await this.#octokit.rest.pulls.list({ ...this.#at, state: "all", per_page: 100 });
      return data
        .filter((pull) => pull.head.ref === branch)
        .map((pull) => ({ number: pull.number, head: pull.head.sha }));
    });
  }

  close(issue: number): Promise<unknown> {
    return untilAnswered(() =>
      this.#octokit.rest.issues.update({ ...this.#at, issue_number: issue, state: "closed" }),
    );
  }
}

interface Raw {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly state_reason?: string | null | undefined;
  readonly labels: readonly (string | { readonly name?: string | undefined })[];
  readonly body?: string | null | undefined;
}

const toIssue = (raw: Raw): Issue => ({
  number: raw.number,
  title: raw.title,
  open: raw.state === "open",
  reason: raw.state_reason ?? null,
  labels: raw.labels.map((label) => (typeof label === "string" ? label : (label.name ?? ""))),
  marker: markerIn(raw.body ?? ""),
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A forge that is down answers nothing, and comes back. */
async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const status = (error as { status?: number }).status ?? 500;
      if (status < 500) throw error;
      await pause(200);
    }
  }
}
