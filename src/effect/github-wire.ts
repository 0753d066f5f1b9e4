/** Issues and comments as we keep them, and how they are read from GitHub's answers. */

import { knownLabel } from "../codec/labels.ts";

export interface RawIssue {
  readonly number: number;
  readonly node_id: string;
  readonly title: string;
  readonly body: string;
  readonly open: boolean;
  /** Closed as not planned. */
  readonly isUnplanned: boolean;
  readonly closedAt: string;
  /** How many 👎 it has. */
  readonly dislikes: number;
  readonly labels: readonly string[];
  readonly author: Author;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface Author {
  readonly id: number;
  readonly login: string;
  readonly isBot: boolean;
}

export interface RawComment {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: number;
  readonly author: Author;
  readonly body: string;
  readonly url: string;
  readonly updatedAt: string;
}

interface WireIssue {
  number: number;
  node_id: string;
  title: string;
  body?: string | null | undefined;
  state: string;
  closed_at?: string | null | undefined;
  state_reason?: string | null | undefined;
  reactions?: { "-1": number } | undefined;
  labels: readonly (string | { name?: string | null })[];
  user?: WireUser | null | undefined;
  created_at: string;
  updated_at: string;
}

interface WireUser {
  id: number | bigint;
  login: string;
  type?: string | undefined;
}

export const toAuthor = (user: WireUser | null | undefined): Author => ({
  id: Number(user?.id ?? 0),
  login: user?.login ?? "ghost",
  isBot: user?.type === "Bot",
});

export const toIssue = (issue: WireIssue): RawIssue => ({
  number: issue.number,
  node_id: issue.node_id,
  title: issue.title,
  body: issue.body ?? "",
  open: issue.state === "open",
  isUnplanned: issue.state === "closed" && issue.state_reason === "not_planned",
  closedAt: issue.closed_at ?? "",
  dislikes: issue.reactions?.["-1"] ?? 0,
  labels: issue.labels
    .flatMap((label) => (typeof label === "string" ? [label] : (label.name ?? [])))
    .map(knownLabel),
  author: toAuthor(issue.user),
  createdAt: issue.created_at,
  updatedAt: issue.updated_at,
});

interface WireComment {
  id: number | bigint;
  node_id: string;
  issue_url: string;
  html_url: string;
  user?: WireUser | null | undefined;
  body?: string | undefined;
  updated_at: string;
}

export const toComment = (comment: WireComment): RawComment => ({
  id: Number(comment.id),
  nodeId: comment.node_id,
  issue: Number(comment.issue_url.split("/").at(-1)),
  author: toAuthor(comment.user),
  body: comment.body ?? "",
  url: comment.html_url,
  updatedAt: comment.updated_at,
});
