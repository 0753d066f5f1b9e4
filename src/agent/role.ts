/** What the runs of all roles share: a prompt, a brief, the tools for looking around, and limits. */

import type { Clock } from "../effect/clock.ts";
import type { Model, Turn } from "../model/model.ts";
import type { AgentLimits, AgentRun } from "./loop.ts";
import { type Prompt, renderPrompt } from "./prompt.ts";
import type { Purse } from "./spending.ts";
import type { Tool } from "./tool.ts";

export interface RoleRun {
  readonly brief: string;
  /** The transcript of an earlier run that this one goes on from; `brief` comes after it. */
  readonly history?: readonly Turn[];
  readonly model: Model;
  readonly prompt: Prompt;
  /** Values for the prompt's inputs, see `promptInputs`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The tools for files and commands; the role adds its own. */
  readonly tools: readonly Tool[];
  readonly limits: AgentLimits;
  readonly purse: Purse;
  readonly beforeStep?: AgentRun<never>["beforeStep"];
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** The part of a run that is the same in every role. The prompt's own turn limit counts if it is lower. */
export function fromRole(run: RoleRun): Omit<AgentRun<never>, "tools" | "finish"> {
  return {
    model: run.model,
    system: renderPrompt(run.prompt, run.inputs),
    opening: [...(run.history ?? []), { role: "user", text: run.brief }],
    limits: { ...run.limits, turns: Math.min(run.limits.turns, run.prompt.maxTurns) },
    purse: run.purse,
    ...(run.beforeStep ? { beforeStep: run.beforeStep } : {}),
    signal: run.signal,
    clock: run.clock,
  };
}
