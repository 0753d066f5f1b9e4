/** Which part of a goal's life begins with a move of one of its branches: pure, on what the new commits say. */

export const phases = [
  "accept",
  "plan",
  "claim",
  "work",
  "submit",
  "land",
  "check",
  "judge",
  "close",
] as const;

export type Phase = (typeof phases)[number];

/** The newest of these that a commit of the log holds says what comes next. */
const entries: readonly (readonly [RegExp, Phase])[] = [
  [/"kind":"(verdict|cycle-closed|goal-closed)"/, "close"],
  [/"kind":"cycle-draining"/, "judge"],
  [/"kind":"landed"/, "check"],
  [/"kind":"recorded"/, "claim"],
  [/"kind":"(cycle-started|planned)"/, "plan"],
  [/"kind":"(steward|accepted)"/, "accept"],
];

const steps: readonly (readonly [RegExp, Phase])[] = [
  [/^Swarm-Claim: /m, "work"],
  [/^Swarm-(Submit|Ask|Return): /m, "submit"],
];

/** `branch` is what stands behind the goal's number; undefined when the move begins nothing. */
export function phaseBegun(branch: string, message: string, isNew: boolean): Phase | undefined {
  if (branch === "integration") return isNew ? undefined : "land";
  if (branch === "log") return first(entries, message);
  return branch.startsWith("task-") ? first(steps, message) : undefined;
}

const first = (all: typeof entries, message: string): Phase | undefined =>
  all.find(([pattern]) => pattern.test(message))?.[1];
