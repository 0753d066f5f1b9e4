/** Lists as GraphQL connections, with GitHub's rule that every list is bounded. */

import { failure } from "./context.ts";

export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

const largestPage = 100;

/** One page of a list; `name` is used when the caller forgot `first` and `last`. */
export function connection<Item>(
  name: string,
  items: readonly Item[],
  args: PageArguments,
  show: (item: Item) => object,
) {
  const size = args.first ?? args.last;
  if (size === null || size === undefined) {
    const words = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw failure("MISSING_PAGINATION_BOUNDARIES", words);
  }
  if (size < 0 || size > largestPage) {
    const words = `Requesting ${size} records on the \`${name}\` connection exceeds the limit of ${largestPage} records.`;
    throw failure("EXCESSIVE_PAGINATION", words);
  }
  const low = args.after ? readCursor(args.after) + 1 : 0;
  const high = args.before ? readCursor(args.before) : items.length;
  const isForward = typeof args.first === "number";
  const start = isForward ? low : Math.max(low, high - size);
  const end = isForward ? Math.min(high, low + size) : high;
  const edges = items
    .slice(start, end)
    .map((item, index) => ({ cursor: cursor(start + index), node: show(item) }));
  return {
    totalCount: items.length,
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

const cursor = (index: number) => Buffer.from(`cursor:${index}`).toString("base64");

function readCursor(text: string): number {
  const index = Number(/^cursor:(\d+)$/.exec(Buffer.from(text, "base64").toString())?.[1] ?? "none");
  if (Number.isNaN(index))
    throw failure("INVALID_CURSOR_ARGUMENTS", `\`${text}\` does not appear to be a valid cursor.`);
  return index;
}
