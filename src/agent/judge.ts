/** The judge: says at the end of a cycle whether the goal is met, with evidence for each point. */

import { z } from "zod";
import type { Judgement } from "../domain/proposal.ts";
import { verdicts } from "../domain/words.ts";
import { type AgentOutcome, runAgent } from "./loop.ts";
import { fromRole, type RoleRun } from "./role.ts";
import { ToolRefusal } from "./tool.ts";
import type { FinishTool } from "./tool-call.ts";

export interface JudgeRun extends RoleRun {
  /** The commands that failed, or did not run, on exactly the judged tree. */
  readonly failedChecks: readonly string[];
  /** The goal's done-when points. */
  readonly doneWhen: readonly string[];
  /** Tasks that a person vetoed, and that are still in the judged commit. */
  readonly vetoed: readonly string[];
}

/** Judges one commit. "done" is taken only if every check passed on it and every point is met. */
export const runJudge = (run: JudgeRun): Promise<AgentOutcome<Judgement>> =>
  runAgent<Judgement>({ ...fromRole(run), tools: run.tools, finish: [giveVerdict(run)] });

const verdictFields = z.strictObject({
  verdict: z
    .enum(verdicts)
    .describe("done: every point is met. continue: another cycle can get there. stop: none can."),
  summary: z
    .string()
    .trim()
    .min(1)
    .max(5000)
    .describe("What the cycle achieved and what is missing, by cause, for a planner who knows nothing else."),
  evidence: z
    .array(
      z.strictObject({
        point: z.string().trim().min(1),
        met: z.boolean(),
        evidence: z.string().trim().min(1).describe("The command with its result, or the file and line."),
      }),
    )
    .min(1)
    .describe("One entry for each done-when point of the goal."),
});

const giveVerdict = (run: JudgeRun): FinishTool<Judgement, z.infer<typeof verdictFields>> => ({
  name: "give_verdict",
  description: "Gives the verdict on this cycle and ends your work.",
  schema: verdictFields,
  async accept(judgement) {
    const refusal = judgement.verdict === "done" ? whyNotDone(judgement, run) : undefined;
    if (refusal !== undefined) throw new ToolRefusal(`the verdict cannot be "done": ${refusal}`);
    return judgement;
  },
});

function whyNotDone(judgement: Judgement, run: JudgeRun): string | undefined {
  if (run.failedChecks.length > 0)
    return `these checks did not pass on this commit: ${run.failedChecks.join("; ")}.`;
  if (run.vetoed.length > 0)
    return `a person vetoed ${run.vetoed.join(", ")}, and this commit still holds it.`;
  const unmet = judgement.evidence.filter((entry) => !entry.met).map((entry) => entry.point);
  if (unmet.length > 0) return `your own evidence says these points are not met: ${unmet.join("; ")}.`;
  if (judgement.evidence.length < run.doneWhen.length)
    return `evidence has ${judgement.evidence.length} of ${run.doneWhen.length} done-when points.`;
  return undefined;
}
