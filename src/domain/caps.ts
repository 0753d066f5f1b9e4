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
  /** Sub-issues of one plan, but for the last few plans. GitHub takes 100 and counts closed ones, reports of cycles too. */
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

/** Why a request is not taken: for people, who read it in the status, and what its planner does about it. */
export interface OverCap {
  /** One sentence. */
  readonly why: string;
  /** One sentence. */
  readonly instead: string;
  /** It may be asked for again once fewer tasks are open. */
  readonly passes: boolean;
}

/** Undefined when one more of this kind may be requested. */
export function overCap(kind: Intent["kind"], now: Planning, caps: PlanCaps): OverCap | undefined {
  const lasting = (why: string, instead: string): OverCap => ({ why, instead, passes: false });
  const isDeepest = now.level >= caps.depth;
  if (now.plan >= caps.plan + (kind === "plan" ? plansBeyond : 0))
    return lasting(
      `A plan has at most ${counted(caps.plan)} sub-issues, and ${plansBeyond} more that are plans.`,
      kind === "plan" || isDeepest
        ? "Take requests back, and ask for fewer and larger ones."
        : "Hand the rest to a sub-plan: there is room kept for it.",
    );
  if (kind === "plan" && isDeepest)
    return lasting(
      `Plans lie at most ${counted(caps.depth)} levels beneath the goal.`,
      "Split this slice into tasks.",
    );
  if (now.goal >= caps.goal)
    return lasting(
      `The goal has at most ${counted(caps.goal)} tasks and plans in all: a line such as \`tasks: ${2 * caps.goal}\` under Limits in its text raises that.`,
      "Only a person can do that: finish, and say in your hand-off what is missing.",
    );
  if (now.cycle >= caps.cycle)
    return lasting(
      `A cycle has at most ${counted(caps.cycle)} tasks and plans.`,
      "Leave the rest to the next cycle, and say in your hand-off what it is.",
    );
  if (kind === "task" && now.open >= caps.open)
    return {
      why: `At most ${counted(caps.open)} tasks are open at once.`,
      instead: "Finish: you wake again when there is room.",
      passes: true,
    };
  return undefined;
}

/** So many plans are let in beneath a plan that is full, since only they can take what is left. */
const plansBeyond = 8;

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
