/** The pull request that offers a goal's result. */

import type { Api, Repository } from "./github.ts";
import { refusalIn } from "./refusal.ts";

export type Offered =
  | { readonly kind: "opened"; readonly number: number }
  /** GitHub takes none, such as by a rule for branches: in its own words. */
  | { readonly kind: "refused"; readonly branch: string; readonly words: string };

export interface NewPull {
  /** One of our branches. */
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

/** The pull request from a branch, opened if there is none. */
export async function ensurePull(api: Api, repository: Repository, pull: NewPull): Promise<Offered> {
  const { head, base, title, body } = pull;
  const query = { ...repository, head: `${repository.owner}:${head}`, state: "all" as const };
  const find = async (): Promise<Offered | undefined> => {
    const [known] = (await api.request("GET /repos/{owner}/{repo}/pulls", query)).data;
    return known && { kind: "opened", number: known.number };
  };
  const known = await find();
  if (known) return known;
  const made = { ...repository, head, base, title: title.slice(0, 256), body };
  try {
    const { data } = await api.request("POST /repos/{owner}/{repo}/pulls", made);
    return { kind: "opened", number: data.number };
  } catch (error) {
    const words = refusalIn(error);
    if (words === undefined) throw error;
    // It also refuses a second one, when the answer to the first was lost.
    return (await find()) ?? { kind: "refused", branch: head, words };
  }
}
