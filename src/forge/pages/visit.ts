/** What a page is asked with and what it answers. */

import type { Hub } from "../hub.ts";
import type { Repository } from "../rows.ts";
import type { Html } from "./html.ts";

/** One look at a page of a repository. */
export interface Visit {
  readonly hub: Hub;
  readonly repository: Repository;
  /** Where git finds the repository. */
  readonly directory: string;
  /** The address of the repository's front, as /OWNER/NAME. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export type Tab = "overview" | "issues" | "milestones" | "pulls" | "branches" | "commits";

export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly tab?: Tab;
}

/** The thing has its page elsewhere. */
export interface Moved {
  readonly location: string;
}

/** Answers what lies below one section's name, with the rest of the path; undefined: there is no such page. */
export type Section = (visit: Visit, rest: string) => Promise<Page | Moved | undefined>;

export const repositoryPath = (repository: { readonly owner: string; readonly name: string }): string =>
  `/${encodeURIComponent(repository.owner)}/${encodeURIComponent(repository.name)}`;

/** A branch in an address: its slashes stay. */
export const branchPath = (visit: Visit, branch: string): string =>
  `${visit.path}/commits/${branch.split("/").map(encodeURIComponent).join("/")}`;
