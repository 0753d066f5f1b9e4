/** Reads a list of what changed, oldest change first, so that nothing is lost that changes while it is read. */

export interface PageAsk {
  readonly since: string;
  readonly per_page: number;
  readonly page: number;
}

const perPage = 100;

/**
 * Everything that changed at or after a time; what changes meanwhile may come twice. Page numbers shift when an item
 * moves to the end, so each page begins at the last change of the one before it.
 */
export async function changedSince<Item extends { updated_at: string }>(
  since: string,
  read: (page: PageAsk) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let from = since;
  let page = 1;
  while (true) {
    const items = await read({ since: from, per_page: perPage, page });
    found.push(...items);
    const last = items.at(-1)?.updated_at ?? from;
    const isSameSecond = items.length === perPage && last <= from;
    if (isSameSecond) {
      page += 1;
      continue;
    }
    // Within one second there are only page numbers; items shift towards the first, so backwards none slips past.
    while (--page > 0) found.push(...(await read({ since: from, per_page: perPage, page })));
    if (items.length < perPage) return found;
    from = last;
    page = 1;
  }
}
