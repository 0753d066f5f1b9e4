/** Where an audit reads: a repository on GitHub or on a server like it, and the token to read it with. */

export interface Source {
  readonly owner: string;
  readonly repo: string;
  /** REST's root, without a slash at the end. */
  readonly api: string;
  /** The repository as git fetches it. */
  readonly gitUrl: string;
  readonly token: string | undefined;
  /** Not github.com: the token may be meant for another server. */
  readonly isOther: boolean;
}

/** `forge` is the root of a server like GitHub Enterprise's; github.com without one. */
export function sourceOf(
  repository: { readonly owner: string; readonly repo: string },
  forge: string | undefined,
  token: string | undefined,
): Source {
  const { owner, repo } = repository;
  const root = forge?.replace(/\/+$/, "") ?? "https://github.com";
  const api = forge === undefined ? "https://api.github.com" : `${root}/api/v3`;
  const gitUrl = `${root}/${owner}/${repo}.git`;
  return { owner, repo, api, gitUrl, token: isSafe(root) ? token : undefined, isOther: forge !== undefined };
}

/** A token goes over the network only where nobody can read it on the way. */
function isSafe(root: string): boolean {
  const { protocol, hostname } = new URL(root);
  return protocol === "https:" || ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

/** What cannot be read, in one sentence for the user. */
export class Unreadable extends Error {}
