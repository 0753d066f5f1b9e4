/** What a reference in text would do: close an issue, or call another repository. */

export interface Home {
  /** Such as `https://github.com`. */
  readonly server: string;
  readonly owner: string;
  readonly repo: string;
}

const closing =
  /(?:^|[^\p{L}\p{N}_])(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing))[^\p{L}\p{N}#]{0,30}$/iu;

/** Whether an issue named right after these words would be closed by them. */
export const closes = (before: string): boolean => closing.test(before.slice(-48));

/** What stands directly before a `#`, such as `owner/name`; at most as long as GitHub's names are. */
export function repositoryBefore(before: string): string {
  let start = before.length;
  while (start > 0 && before.length - start < 142 && /[\w./-]/.test(before[start - 1] ?? "")) start--;
  return before.slice(start);
}

export const isHome = (name: string, home: Home): boolean =>
  name.toLowerCase() === `${home.owner}/${home.repo}`.toLowerCase();

const addresses = new WeakMap<Home, RegExp>();

/** Matches an address within the repository at its `lastIndex`. */
export function ownAddress(home: Home): RegExp {
  const known = addresses.get(home);
  if (known) return known;
  const base = `${home.server}/${home.owner}/${home.repo}`.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const own = new RegExp(`${base}(?![\\w.-])(?:[/?#][\\w\\-./%?=+#]{0,500})?`, "iy");
  addresses.set(home, own);
  return own;
}

/** Whether the address is of an issue or a pull request, which words before it may close. */
export const isClosable = (address: string): boolean => /\/(?:issues|pull)\/\d/.test(address);
