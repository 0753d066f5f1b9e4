/** The words of DESIGN for states, reasons and commands, as values: code, reports, labels and documents use exactly these. */

export const taskStates = [
  "waiting",
  "ready",
  "claimed",
  "needs-answer",
  "returned",
  "submitted",
  "landed",
  "reverted",
  "ended",
] as const;
export type TaskStateName = (typeof taskStates)[number];

export const endReasons = [
  "vetoed",
  "cancelled",
  "failed",
  "need-ended",
  "out-of-budget",
  "cycle-ended",
  "stopped",
  "dropped",
] as const;
export type EndReason = (typeof endReasons)[number];

export const returnReasons = ["conflict", "refused", "red"] as const;
export type ReturnReason = (typeof returnReasons)[number];

export const commandWords = [
  "approve",
  "pause",
  "resume",
  "stop",
  "veto",
  "retry",
  "budget",
  "help",
] as const;
export type CommandWord = (typeof commandWords)[number];

export const goalStates = ["open", "paused", "done", "stopped", "failed"] as const;
export type GoalState = (typeof goalStates)[number];

export const verdicts = ["continue", "done", "stop"] as const;
export type Verdict = (typeof verdicts)[number];
