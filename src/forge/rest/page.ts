/** Slices a list as per_page and page ask, with the Link header octokit's paginate follows. */

import type { Answer, Ask } from "./route.ts";

const usualSize = 30;
const largestSize = 100;

/** Answers one page; only its items are shown, so a long list stays cheap. */
export function answerPage<Item>(ask: Ask, items: readonly Item[], show: (item: Item) => unknown): Answer {
  const { slice, headers } = pageOf(ask, items);
  return { status: 200, body: slice.map(show), headers };
}

/** The page asked for and the headers that lead to the others. */
export function pageOf<Item>(ask: Ask, items: readonly Item[]) {
  const size = Math.min(largestSize, positive(ask.query.get("per_page"), usualSize));
  const page = positive(ask.query.get("page"), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = linkHeader(ask, page, last);
  const headers: Record<string, string> = link === "" ? {} : { Link: link };
  return { slice: items.slice((page - 1) * size, page * size), headers };
}

function linkHeader(ask: Ask, page: number, last: number): string {
  const address = (number: number) => {
    const query = new URLSearchParams(ask.query);
    query.set("page", String(number));
    return `${ask.hub.url}/api/v3${ask.path}?${query}`;
  };
  const back = page > 1 ? { prev: page - 1, first: 1 } : {};
  const forth = page < last ? { next: page + 1, last } : {};
  const links = Object.entries({ ...back, ...forth });
  return links.map(([rel, number]) => `<${address(number)}>; rel="${rel}"`).join(", ");
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
