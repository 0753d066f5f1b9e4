/** Small recurring pieces of pages: who, when, how many, how far. */

import type { Hub } from "../hub.ts";
import { type Html, html } from "./html.ts";
import type { Visit } from "./visit.ts";

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** A time as its distance from now, with the exact one to hover over. */
export function when(hub: Hub, time: string): Html {
  const passed = Math.max(0, hub.clock() - Date.parse(time));
  const [unit, length] = units.find(([, length]) => passed >= length) ?? ["second", 1000];
  const words = passed < 1000 ? "just now" : `${count(Math.floor(passed / length), unit)} ago`;
  return html`<time datetime="${time}" title="${time}">${words}</time>`;
}

export const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** A user by name; apps are told from people. */
export function person(hub: Hub, userId: number): Html {
  const { login, type } = hub.store.users.need(userId);
  if (type === "User") return html`<b>${login}</b>`;
  return html`<b>${login.replace(/\[bot\]$/, "")}</b> <span class="tag">app</span>`;
}

export const shaLink = (path: string, sha: string): Html =>
  html`<a class="sha" href="${path}/commit/${sha}">${sha.slice(0, 8)}</a>`;

/** How much of something is done; nothing where there is nothing to do. */
export const progress = (done: number, total: number): Html =>
  total === 0
    ? html``
    : html`<span class="progress"><progress value="${done}" max="${total}">${done}</progress> ${done} of ${total}</span>`;

export const empty = (words: string): Html => html`<p class="empty">${words}</p>`;

export const pageSize = 50;

/** The part of a list that the address asks for, and links to the parts around it. */
export function paginate<Item>(visit: Visit, items: readonly Item[]) {
  const page = pageNumber(visit);
  const start = (page - 1) * pageSize;
  return {
    items: items.slice(start, start + pageSize),
    links: pageLinks(visit, items.length > page * pageSize),
  };
}

/** Which page of a list the address asks for, from 1. */
export const pageNumber = ({ query }: Visit): number =>
  Math.max(1, Math.floor(Number(query.get("page") ?? 1)) || 1);

export function pageLinks(visit: Visit, hasMore: boolean): Html {
  const page = pageNumber(visit);
  if (page === 1 && !hasMore) return html``;
  const link = (to: number, words: string) => {
    const query = new URLSearchParams(visit.query);
    query.set("page", String(to));
    return html`<a href="?${query.toString()}">${words}</a>`;
  };
  return html`<nav class="paging" aria-label="Pages">${page > 1 && link(page - 1, "Newer")}<span>page ${page}</span>${hasMore && link(page + 1, "Older")}</nav>`;
}
