/** Plans in which all that is planned must land, whatever happens on the way: they can be compared with a run in calm. */

import type { FaultKind, Happening, PersonsAct, Plan } from "./plan.ts";

/** One in so many seeds is drawn so, for it is played twice. */
const oneIn = 20;

export const isPlayedTwice = (seed: number): boolean => seed % oneIn === 0;

/** Acts of people that change nothing about what is to be landed. */
const harmless: ReadonlySet<PersonsAct> = new Set([
  "direct",
  "pause",
  "relabel-task",
  "copy-marker",
  "chatter",
  "delete-milestone",
  "delete-label",
  "unlabel-goal",
]);

/** Faults by which work itself fails. */
const harmful: ReadonlySet<FaultKind> = new Set([
  "model-unavailable",
  "model-hangs",
  "model-malformed",
  "model-empty",
  "worker-claims-falsely",
  "check-flaky",
]);

const isHarmless = (one: Happening): boolean => one.kind !== "act" || harmless.has(one.act);

/** Who has too little money gives up, and a break is found by whoever comes first. */
export const isComparable = ({ budget, faults, happenings, tasks }: Plan): boolean =>
  !budget &&
  !Object.keys(faults).some((kind) => harmful.has(kind as FaultKind)) &&
  happenings.every(isHarmless) &&
  !tasks.some((task) => task.breaks);

/** The plan without what keeps it from being compared. */
export const madeComparable = (plan: Plan): Plan => ({
  ...plan,
  budget: undefined,
  faults: Object.fromEntries(Object.entries(plan.faults).filter(([kind]) => !harmful.has(kind as FaultKind))),
  happenings: plan.happenings.filter(isHarmless),
  tasks: plan.tasks.map((task) => ({ ...task, breaks: false })),
});
