/** Every write to GitHub that the swarm makes: its fields, and what it is for. What is not here does not leave. */

import { z } from "zod";
import { labels } from "../codec/labels.ts";

/** How a text is shown, and so what could act in it. */
export type TextKind = "body" | "markdown" | "title";

export interface Write {
  readonly purpose: string;
  /** The fields besides the repository's. Others are refused. */
  readonly fields: z.ZodType;
  readonly texts: Readonly<Record<string, TextKind>>;
}

const number = z.int().positive();
const text = z.string();
const title = z.string().min(1);
const ours = Object.values(labels);
const ownLabel = z.enum(ours.map((label) => label.name));
/** People's own labels stay on an issue when it is closed. */
const anyLabel = z.string().min(1).max(50);
const issue = { issue_number: number };
const comment = { comment_id: number };

const write = (
  purpose: string,
  shape: z.ZodRawShape,
  texts: Readonly<Record<string, TextKind>> = {},
): Write => ({ purpose, fields: z.strictObject(shape), texts });

const root = "/repos/{owner}/{repo}";

export const writes: Readonly<Record<string, Write>> = {
  [`PATCH ${root}/issues/{issue_number}`]: write(
    "close an issue of ours, or show what became of it",
    {
      ...issue,
      body: text.optional(),
      state: z.enum(["open", "closed"]).optional(),
      state_reason: z.enum(["completed", "not_planned", "duplicate"]).optional(),
      labels: z.array(anyLabel).max(100).optional(),
    },
    { body: "body" },
  ),
  [`POST ${root}/issues/{issue_number}/labels`]: write("show a state", {
    ...issue,
    labels: z.array(ownLabel).length(1),
  }),
  [`POST ${root}/labels`]: write("install our labels", {
    name: ownLabel,
    color: z.string().regex(/^[0-9a-f]{6}$/),
    description: z.enum(ours.map((label) => label.description)),
  }),
  [`POST ${root}/milestones`]: write("begin a cycle", { title: z.string().regex(/^#\d+ · cycle \d+$/) }),
  [`PATCH ${root}/milestones/{milestone_number}`]: write(
    "end a cycle",
    { milestone_number: number, description: text, state: z.literal("closed") },
    { description: "markdown" },
  ),
  [`POST ${root}/issues/{issue_number}/comments`]: write(
    "say something for the first time",
    { ...issue, body: text },
    { body: "body" },
  ),
  [`PATCH ${root}/issues/comments/{comment_id}`]: write(
    "say anew what we said",
    { ...comment, body: text },
    { body: "body" },
  ),
  [`DELETE ${root}/issues/comments/{comment_id}`]: write("remove what we said twice", comment),
  [`PUT ${root}/issues/comments/{comment_id}/pin`]: write("pin a verdict", comment),
  [`POST ${root}/issues/comments/{comment_id}/reactions`]: write("answer a command", {
    ...comment,
    content: z.enum(["eyes", "rocket", "-1"]),
  }),
  [`POST ${root}/pulls`]: write(
    "show a goal's result",
    {
      head: z.string().regex(/^swarm\/[1-9]\d*\/integration$/),
      base: z.string().regex(/^(?!swarm\/)\S+$/),
      title,
      body: text,
    },
    { title: "title", body: "markdown" },
  ),
};

/** The one mutation, as it is sent, and what its `input` may hold. */
export const createIssueMutation =
  "mutation createIssue($input:CreateIssueInput!){createIssue(input:$input){issue{number}}}";

export const createIssueWrite: Write = write(
  "open an issue for a task, a plan or a cycle",
  {
    repositoryId: z.string(),
    labelIds: z.array(z.string()).length(1),
    milestoneId: z.string().optional(),
    parentIssueId: z.string().optional(),
    title,
    body: text,
  },
  { title: "title", body: "body" },
);
