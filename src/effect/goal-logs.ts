/** The goals that have begun, by their log branches: refs decide, and a label that is not there hides no goal. */

import { parseBranch } from "../codec/branch-name.ts";
import type { Api, Repository } from "./github.ts";
import { statesOf } from "./issue-states.ts";

/** A repository without a commit answers with a conflict, which is no trouble that passes. */
const unrepeated = { request: { retries: 0 } } as const;
const atOnce = 100;

export class GoalLogs {
  readonly #api: Api;
  readonly #repository: Repository;

  constructor(api: Api, repository: Repository) {
    this.#api = api;
    this.#repository = repository;
  }

  /** The goals that have a log, the newest first. */
  async goals(): Promise<readonly number[]> {
    const route = "GET /repos/{owner}/{repo}/git/matching-refs/{ref}";
    const asked = { ...this.#repository, ref: "heads/swarm/", ...unrepeated };
    const refs = await this.#api.request(route, asked).catch((error: { status?: number }) => {
      if (error.status !== 409) throw error;
      return { data: [] };
    });
    const branches = refs.data.map(({ ref }) => parseBranch(ref.replace(/^refs\/heads\//, "")));
    const goals = branches.flatMap((branch) => (branch?.kind === "log" ? [branch.goal] : []));
    return goals.sort((a, b) => b - a);
  }

  /** Those of these goals whose issue is open, or changed at or after a time. */
  async current(goals: readonly number[], since: string): Promise<readonly number[]> {
    const found: number[] = [];
    for (let from = 0; from < goals.length; from += atOnce) {
      const states = await statesOf(this.#api, this.#repository, goals.slice(from, from + atOnce));
      for (const [goal, { state, updatedAt }] of states)
        if (state === "OPEN" || Date.parse(updatedAt) >= Date.parse(since)) found.push(goal);
    }
    return found;
  }
}
