/** What state issues are in now, many in one request. */

import type { Api, Repository } from "./github.ts";
import { thatIsThere } from "./is-there.ts";

export interface IssueState {
  readonly state: string;
  readonly updatedAt: string;
}

/** Of those of these issues that are there. */
export async function statesOf(
  api: Api,
  repository: Repository,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, IssueState>> {
  if (numbers.length === 0) return new Map();
  const asked = numbers.map((number) => `i${number}:issue(number:${number}){state updatedAt}`).join(" ");
  const query = `query states($owner:String!,$repo:String!){repository(owner:$owner,name:$repo){${asked}}}`;
  const answer = await thatIsThere(api.graphql<States>(query, { ...repository }));
  const states = numbers.map((number) => [number, answer.repository[`i${number}`]] as const);
  return new Map(states.flatMap(([number, state]) => (state ? [[number, state]] : [])));
}

type States = { repository: Record<string, IssueState | null> };
