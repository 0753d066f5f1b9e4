/** The planner: looks around, proposes tasks and sub-plans, writes no code. */

import { z } from "zod";
import type { Proposal } from "../domain/proposal.ts";
import { createDraft, type Draft, type Scope } from "./draft.ts";
import { type AgentOutcome, runAgent } from "./loop.ts";
import { fromRole, type RoleRun } from "./role.ts";
import type { Tool } from "./tool.ts";
import type { FinishTool } from "./tool-call.ts";

export interface PlannerRun extends RoleRun {
  readonly scope: Scope;
}

/** One wake of a planner. `tools` must only read. Nothing it asks for happens until its proposal is returned. */
export function runPlanner(run: PlannerRun): Promise<AgentOutcome<Proposal>> {
  const draft = createDraft(run.scope);
  return runAgent<Proposal>({
    ...fromRole(run),
    tools: [...run.tools, createTask(draft), createPlan(draft), cancelTask(draft), writeNotes(draft)],
    finish: [finish(draft)],
  });
}

const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "lower-case letters, digits and hyphens, at most 40")
  .describe("A short name, unique among your requests, such as parse-dates.");
const title = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\r\n]*$/, "must be one line")
  .describe("One line in the imperative: what will be true afterwards.");
const description = z.string().trim().min(1).max(20_000);

const taskFields = z.strictObject({
  key,
  title,
  description: description.describe(
    "All a stranger needs: why, what, where in the code, which names and formats others rely on, what does not count.",
  ),
  done_when: z
    .array(z.string().trim().min(1))
    .min(1)
    .describe("What can be measured at the end: commands with their result, behaviour, files."),
  paths: z
    .array(z.string())
    .default([])
    .describe("Files and folders, existing or new, that belong to this task. Give each to one task only."),
  needs: z
    .array(z.union([z.string(), z.int()]))
    .default([])
    .describe(
      "Tasks, never plans, that must have landed before this one can start: issue numbers, or keys of this wake.",
    ),
});

const createTask = (draft: Draft): Tool<z.infer<typeof taskFields>> => ({
  name: "create_task",
  description: "Requests a task: a piece of work that one worker finishes alone on one branch.",
  schema: taskFields,
  run: async (task) => {
    const needs = [...new Set(task.needs)];
    draft.addTask({ key: task.key, title: task.title, body: taskBody(task), needs });
    return `Task "${task.key}" is requested. It becomes an issue when you finish.`;
  },
});

function taskBody(task: z.infer<typeof taskFields>): string {
  const files =
    task.paths.length > 0
      ? `\n\n## Files that belong to this task\n\n${task.paths.map((path) => `- \`${path}\``).join("\n")}`
      : "";
  return `${task.description}\n\n## Done when\n\n${task.done_when.map((point) => `- ${point}`).join("\n")}${files}`;
}

const planFields = z.strictObject({
  key,
  title,
  description: description.describe(
    "The slice as a goal of its own: aim, borders, what is measurable at its end, which files it owns.",
  ),
});

const createPlan = (draft: Draft): Tool<z.infer<typeof planFields>> => ({
  name: "create_plan",
  description: "Hands a separable slice of your scope to a sub-planner, who splits it into tasks.",
  schema: planFields,
  run: async (plan) => {
    draft.addPlan({ key: plan.key, title: plan.title, body: plan.description });
    return `Plan "${plan.key}" is requested. It becomes an issue when you finish.`;
  },
});

const cancelFields = z.strictObject({
  task: z
    .union([z.int(), z.string()])
    .describe("The issue number of an open task of yours, or a key you requested just now."),
  why: z.string().trim().min(1),
});

const cancelTask = (draft: Draft): Tool<z.infer<typeof cancelFields>> => ({
  name: "cancel_task",
  description: "Ends an open task that is no longer wanted. Its work is dropped.",
  schema: cancelFields,
  run: async ({ task }) => {
    draft.cancel(task);
    return typeof task === "number" ? `#${task} ends when you finish.` : `"${task}" is taken back.`;
  },
});

const notesFields = z.strictObject({ text: z.string().max(20_000) });

const writeNotes = (draft: Draft): Tool<z.infer<typeof notesFields>> => ({
  name: "write_notes",
  description:
    "Replaces your notes, which are all you will remember at your next wake. Without it the old ones stay.",
  schema: notesFields,
  run: async ({ text }) => {
    draft.rewriteNotes(text);
    return "Your notes are replaced when you finish.";
  },
});

const finishFields = z.strictObject({
  done: z
    .boolean()
    .describe(
      "True if nothing is left to plan once the open tasks land, unless one fails or a human speaks.",
    ),
  hand_off: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .describe("What you decided and why, what is missing, what worries you."),
});

const finish = (draft: Draft): FinishTool<Proposal, z.infer<typeof finishFields>> => ({
  name: "finish",
  description: "Ends this wake and hands over everything you requested.",
  schema: finishFields,
  accept: async ({ done, hand_off }) => draft.finish(done, hand_off),
});
