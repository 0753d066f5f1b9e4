/** Which part of a goal's life begins with a move of one of its branches: pure, on what the new commits say. */

export const phases = [
  "accept",
  "steward",
  "plan",
  "claim",
  "work",
  "land",
  "check",
  "judge",
  "close",
] as const;

export type Phase = (typeof phases)[number];

type Beginnings = readonly (readonly [pattern: RegExp, phase: Phase])[];

/** The first of these that a commit of the log holds says what comes next. */
const entries: Beginnings = [
  [/"kind":"(verdict|cycle-closed|goal-closed)"/, "close"],
  [/"kind":"landed"/, "check"],
  [/"kind":"recorded"/, "claim"],
  [/"kind":"(cycle-started|planned)"/, "plan"],
  [/"kind":"accepted"/, "accept"],
  [/"kind":"steward"/, "steward"],
];

/** What was landed is checked, and then judged, unless somebody goes on to work. */
const afterChecking: Beginnings = [[/"kind":"checked"/, "judge"]];

const steps: Beginnings = [
  [/^Swarm-Claim: /m, "work"],
  [/^Swarm-Submit: /m, "land"],
  [/^Swarm-(Ask|Return): /m, "claim"],
];

/** `branch` is what stands behind the goal's number, `now` the part it is in; undefined when the move begins nothing. */
export function phaseBegun(branch: string, message: string, now: Phase | undefined): Phase | undefined {
  if (branch === "log") return first(now === "check" ? [...entries, ...afterChecking] : entries, message);
  return branch.startsWith("task-") ? first(steps, message) : undefined;
}

const first = (all: Beginnings, message: string): Phase | undefined =>
  all.find(([pattern]) => pattern.test(message))?.[1];
