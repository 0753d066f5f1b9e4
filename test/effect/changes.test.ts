/** A list that shifts between its pages, as GitHub's do while people and the swarm write. */

import { expect, test } from "vitest";
import { changedSince, type PageAsk } from "../../src/effect/changes.ts";

interface Item {
  readonly id: number;
  readonly updated_at: string;
}

const second = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString().replace(".000", "");

/** A list as a forge answers it: changed at or after a time, oldest change first. `between` runs after each page. */
function aList(times: readonly number[], between: (list: List, page: number) => void = () => {}) {
  let items: Item[] = times.map((n, id) => ({ id, updated_at: second(n) }));
  const list: List = {
    pages: [],
    change: (id, n) => {
      items = [...items.filter((item) => item.id !== id), { id, updated_at: second(n) }];
    },
    remove: (id) => {
      items = items.filter((item) => item.id !== id);
    },
    read: async (ask) => {
      const { since, per_page, page } = ask;
      const all = items
        .filter((item) => item.updated_at >= since)
        .sort((a, b) => a.updated_at.localeCompare(b.updated_at) || a.id - b.id);
      list.pages.push(ask);
      const found = all.slice((page - 1) * per_page, page * per_page);
      between(list, list.pages.length);
      return found;
    },
  };
  return list;
}

interface List {
  readonly pages: PageAsk[];
  readonly change: (id: number, n: number) => void;
  readonly remove: (id: number) => void;
  readonly read: (ask: PageAsk) => Promise<readonly Item[]>;
}

const count = (length: number, at: (n: number) => number) => Array.from({ length }, (_, n) => at(n));
const idsOf = (items: readonly Item[]) => [...new Set(items.map((item) => item.id))].sort((a, b) => a - b);

test("a list that does not change is read with one request per page", async () => {
  const list = aList(count(250, (n) => n));
  expect(idsOf(await changedSince(second(0), list.read))).toEqual(count(250, (n) => n));
  expect(list.pages.length).toBe(3);
});

test.each(["change", "remove"] as const)("items that shift after a %s are not lost", async (how) => {
  const list = aList(
    count(250, (n) => n),
    (seen, page) => {
      if (page === 1) for (const id of [3, 4, 5]) seen[how](id, 1000 + id);
    },
  );
  expect(idsOf(await changedSince(second(0), list.read))).toEqual(count(250, (n) => n));
});

test("a second that fills several pages is read without a loss", async () => {
  const list = aList(
    count(430, (n) => (n < 380 ? 7 : n)),
    (seen, page) => {
      if (page === 3) for (const id of [0, 1, 2, 120]) seen.change(id, 1000 + id);
    },
  );
  expect(idsOf(await changedSince(second(0), list.read))).toEqual(count(430, (n) => n));
});

test("what changes again in the second that was seen last is found by the next read", async () => {
  const list = aList(count(3, (n) => n));
  await changedSince(second(0), list.read);
  list.change(0, 2);
  expect(idsOf(await changedSince(second(2), list.read))).toEqual([0, 2]);
});
