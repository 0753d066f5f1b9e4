/** The worker: finishes one task in its own workspace and hands it off, or asks a human. */

import { z } from "zod";
import type { HandOff } from "../domain/proposal.ts";
import { type AgentOutcome, runAgent } from "./loop.ts";
import { fromRole, type RoleRun } from "./role.ts";
import { ToolRefusal } from "./tool.ts";
import type { FinishTool } from "./tool-call.ts";

export type WorkerResult =
  | { readonly kind: "submitted"; readonly handOff: HandOff }
  | { readonly kind: "asked"; readonly question: string };

export interface WorkerRun extends RoleRun {
  /** Looks at the workspace before a submission; words of refusal go back to the worker. */
  readonly maySubmit: (handOff: HandOff, alreadyDone: boolean) => Promise<string | undefined>;
}

/** One attempt at a task. The work itself is in the workspace behind `tools`; the result is only what was said of it. */
export const runWorker = (run: WorkerRun): Promise<AgentOutcome<WorkerResult>> =>
  runAgent<WorkerResult>({
    ...fromRole(run),
    tools: run.tools,
    finish: [submit(run.maySubmit), askHuman],
  });

/** Refuses a hand-off that leaves one of `ids` out, in words for the worker. */
export function missingDirectives(handOff: HandOff, ids: readonly string[]): string | undefined {
  const missing = ids.filter((id) => !handOff.directives.some((report) => report.id === id));
  if (missing.length === 0) return undefined;
  return `directives: say of ${missing.join(", ")} whether you honoured it, and in which file.`;
}

const lines = (what: string) => z.array(z.string().trim().min(1)).default([]).describe(what);

const submitFields = z.strictObject({
  done: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .describe("What is true now that was not before, and which commands showed it."),
  already_done: z
    .boolean()
    .default(false)
    .describe("True if the task was fulfilled before you began, so that you changed nothing."),
  concerns: lines("What may be wrong or break later."),
  deviations: lines("Where you did something else than the task says, and why."),
  suggestions: lines("What the planner should know or do next, breakage of others included."),
  directives: z
    .array(
      z.strictObject({
        id: z.string().describe("D1, D2, ..."),
        honoured: z.enum(["yes", "no"]),
        path: z.string().optional().describe("The file that shows it; needed for yes."),
        note: z.string().describe("How, or why not."),
      }),
    )
    .default([])
    .describe("One entry for each directive of your brief."),
});

const submit = (
  maySubmit: WorkerRun["maySubmit"],
): FinishTool<WorkerResult, z.infer<typeof submitFields>> => ({
  name: "submit",
  description: "Hands in the finished task with its hand-off and ends your work.",
  schema: submitFields,
  async accept({ already_done: alreadyDone, directives, ...words }) {
    const handOff: HandOff = {
      ...words,
      directives: directives.map((report) => ({ ...report, path: report.path })),
    };
    const unproven = handOff.directives.filter((report) => report.honoured === "yes" && !report.path);
    if (unproven.length > 0)
      throw new ToolRefusal(
        `directives: ${unproven.map((report) => report.id).join(", ")} needs the path of a file that shows it.`,
      );
    const refusal = await maySubmit(handOff, alreadyDone);
    if (refusal !== undefined) throw new ToolRefusal(refusal);
    return { kind: "submitted", handOff };
  },
});

const askFields = z.strictObject({
  question: z
    .string()
    .trim()
    .min(1)
    .max(4000)
    .describe("One question with its options and what you would choose."),
});

const askHuman: FinishTool<WorkerResult, z.infer<typeof askFields>> = {
  name: "ask_human",
  description:
    "Stops the task until a human answers. Your work so far is kept, but for conflicts whose markers are still there.",
  schema: askFields,
  accept: async ({ question }) => ({ kind: "asked", question }),
};
