/** What an audit judges by: refs, commits, issues and comments of one goal as plain data that nothing changes. */

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
  readonly message: string;
  /** Committer time in milliseconds since 1970. */
  readonly at: number;
}

export interface Author {
  readonly id: number;
  readonly login: string;
  readonly isBot: boolean;
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly open: boolean;
  readonly labels: readonly string[];
  readonly author: Author;
  readonly milestone: number | undefined;
  /** The issue above this one, where the forge says so. */
  readonly parent: number | undefined;
  readonly closedAt: number | undefined;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly author: Author;
  readonly body: string;
  /** It was changed after it was written. */
  readonly edited: boolean;
}

export interface Milestone {
  readonly number: number;
  readonly title: string;
  readonly open: boolean;
}

export interface Pull {
  readonly number: number;
  /** The branch it came from. */
  readonly branch: string;
  /** The commit at its head. */
  readonly head: string;
  readonly open: boolean;
}

/** A move of a branch that was no fast-forward, or its removal. */
export interface Rewrite {
  readonly branch: string;
  readonly login: string;
  readonly isBot: boolean;
}

export interface Evidence {
  /** The number of the goal's issue. */
  readonly goal: number;
  /** When this was read, in milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds without a sign of life after which the swarm's processes take over. */
  readonly lease: number;
  readonly defaultBranch: string;
  /** Branches by name, each with its commit. */
  readonly refs: ReadonlyMap<string, string>;
  /** At least every commit that a ref reaches and the goal's base does not, and the base itself. */
  readonly commits: ReadonlyMap<string, Commit>;
  readonly issues: ReadonlyMap<number, Issue>;
  readonly comments: readonly Comment[];
  readonly milestones: readonly Milestone[];
  /** Those from the goal's integration branch. */
  readonly pulls: readonly Pull[];
  /** Undefined where the forge does not tell. */
  readonly rewrites: readonly Rewrite[] | undefined;
}
