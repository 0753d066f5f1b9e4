/** What the forge remembers: one interface per kind of row. Git facts are never among them. */

export const roles = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type Role = (typeof roles)[number];
export type PermissionLevel = "read" | "write";
export type Permissions = Readonly<Record<string, PermissionLevel>>;

export interface User {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot";
  readonly createdAt: string;
}

/** A personal access token; the id is the token. */
export interface PersonalToken {
  readonly id: string;
  readonly userId: number;
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly botId: number;
  readonly hookId: number;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly webhookSecret: string;
  readonly webhookUrl: string;
  readonly createdAt: string;
}

/** One installation per app and account, as on GitHub; it grows by repositories. */
export interface Installation {
  readonly id: number;
  readonly appId: number;
  readonly account: string;
  readonly repositoryIds: readonly number[];
  readonly createdAt: string;
  /** Set while its owner keeps the app out. */
  readonly suspendedAt?: string | undefined;
}

/** An installation access token; the id is the token. */
export interface InstallationToken {
  readonly id: string;
  readonly installationId: number;
  readonly repositoryIds: readonly number[];
  readonly permissions: Permissions;
  readonly expiresAt: string;
}

export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly collaborators: Readonly<Record<string, Role>>;
  readonly lastNumber: number;
  readonly lastMilestone: number;
  readonly createdAt: string;
  readonly pushedAt: string;
}

export interface Label {
  readonly id: number;
  readonly repositoryId: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Milestone {
  readonly id: number;
  readonly repositoryId: number;
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly dueOn: string | null;
  readonly state: "open" | "closed";
  readonly creatorId: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
}

/** The part of a pull request that an issue lacks; commits are asked from git. */
export interface PullFacts {
  readonly head: string;
  readonly headSha: string;
  readonly base: string;
  readonly draft: boolean;
}

export interface Issue {
  readonly id: number;
  readonly repositoryId: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly authorId: number;
  readonly appId: number | null;
  readonly state: "open" | "closed";
  readonly stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | null;
  readonly labelIds: readonly number[];
  readonly milestoneId: number | null;
  readonly parentId: number | null;
  readonly childIds: readonly number[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly closedById: number | null;
  readonly editorId: number | null;
  readonly editedAt: string | null;
  readonly pinned: boolean;
  readonly deleted: boolean;
  readonly pull: PullFacts | null;
}

export interface Comment {
  readonly id: number;
  readonly issueId: number;
  readonly body: string;
  readonly authorId: number;
  readonly appId: number | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly editorId: number | null;
  readonly editedAt: string | null;
  readonly pinnedById: number | null;
  readonly pinnedAt: string | null;
}

export const reactionKinds = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;
export type ReactionKind = (typeof reactionKinds)[number];

/** A reaction; the subject is "issue:ID" or "comment:ID". */
export interface Reaction {
  readonly id: number;
  readonly subject: string;
  readonly userId: number;
  readonly content: ReactionKind;
  readonly createdAt: string;
}

export interface TimelineEvent {
  readonly id: number;
  readonly issueId: number;
  readonly event: string;
  readonly actorId: number;
  readonly appId: number | null;
  readonly createdAt: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface CheckRun {
  readonly id: number;
  readonly repositoryId: number;
  readonly appId: number;
  readonly name: string;
  readonly headSha: string;
  readonly externalId: string | null;
  readonly detailsUrl: string | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
}
