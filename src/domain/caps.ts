/** How much planners may make of a goal: past that it is no plan, but a storm of issues. */

import type { Charter } from "./entry.ts";
import type { Intent } from "./proposal.ts";
import { isOver, tasksOf } from "./task.ts";
import { pathTo } from "./tree.ts";
import type { World } from "./world.ts";

export interface PlanCaps {
  /** Tasks and plans of a goal in all its cycles, ended ones too; a goal's limit `tasks` sets another number. */
  readonly goal: number;
  /** Tasks and plans of one cycle. */
  readonly cycle: number;
  /** Tasks of a goal that are not over. */
  readonly open: number;
  /** Sub-issues of one plan. GitHub takes 100 and counts closed ones; the rest is kept for repairs. */
  readonly plan: number;
  /** Levels of plans beneath the goal. GitHub takes eight of issues, and tasks lie one deeper. */
  readonly depth: number;
}

export const planCaps: PlanCaps = { goal: 4_000, cycle: 1_500, open: 1_000, plan: 64, depth: 5 };

export const capsOf = (charter: Charter | undefined): PlanCaps => ({
  ...planCaps,
  goal: charter?.limits.tasks ?? planCaps.goal,
});

/** What counts already against the caps of a planner. */
export interface Planning {
  readonly goal: number;
  readonly cycle: number;
  readonly open: number;
  readonly plan: number;
  /** How deep the planner's own plan lies; 0 is the goal. */
  readonly level: number;
}

export function planningOf(world: World, plan: number): Planning {
  const planned = [...world.log.planned.values()];
  const cycle = world.log.cycles.at(-1)?.number;
  const coming = planned.filter((one) => one.intent.kind === "task" && one.number === undefined);
  return {
    goal: planned.length,
    cycle: planned.filter((one) => one.cycle === cycle).length,
    open: coming.length + tasksOf(world).filter((task) => !isOver(task)).length,
    plan: planned.filter((one) => one.plan === plan).length,
    level: pathTo(world, plan).length - 1,
  };
}

/** In one sentence why no more of this kind may be requested; undefined when it may. */
export function overCap(kind: Intent["kind"], now: Planning, caps: PlanCaps): string | undefined {
  if (now.plan >= caps.plan)
    return `A plan has at most ${counted(caps.plan)} sub-issues: leave the rest to a sub-plan.`;
  if (kind === "plan" && now.level >= caps.depth)
    return `Plans lie at most ${counted(caps.depth)} levels beneath the goal: split this slice into tasks.`;
  if (now.goal >= caps.goal)
    return `The goal has at most ${counted(caps.goal)} tasks and plans, and has them: only a person can raise its limit.`;
  if (now.cycle >= caps.cycle)
    return `A cycle has at most ${counted(caps.cycle)} tasks and plans, and has them: leave the rest to the next cycle.`;
  if (kind === "task" && now.open >= caps.open)
    return `At most ${counted(caps.open)} tasks are open at once: request more when some are over.`;
  return undefined;
}

/** What counts once one more is taken. */
export const withOne = (kind: Intent["kind"], now: Planning): Planning => ({
  ...now,
  goal: now.goal + 1,
  cycle: now.cycle + 1,
  open: now.open + (kind === "task" ? 1 : 0),
  plan: now.plan + 1,
});

/** Why a request is dropped with another that was. */
export const needsLeftOut = "What needs a request that was left out is left out with it.";

/** Why requests are dropped that wait for each other. */
export const needsCircle = "Needs that go in a circle can never be met.";

const counted = (number: number): string => number.toLocaleString("en");
