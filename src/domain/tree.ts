/** The tree of a goal: which plans and tasks lie beneath an issue, and what people said above one. */

import { type Directive, type PlanLog, type Planned, planKey, runningCycle } from "./log.ts";
import type { World } from "./world.ts";

/** The issue itself and everything above it, up to the goal. */
export function pathTo(world: World, issue: number): readonly number[] {
  const path: number[] = [];
  for (
    let at: number | undefined = issue;
    at !== undefined && !path.includes(at);
    at = world.log.parents.get(at)
  )
    path.push(at);
  return path;
}

/** True for the goal and for every recorded plan and task of it. */
export const isOurs = (world: World, issue: number): boolean =>
  issue === world.goal.number || world.log.parents.has(issue);

/** The directives an agent at this issue must follow: those said on it or above it. */
export function directivesAbove(world: World, issue: number): readonly Directive[] {
  const path = new Set<number>(pathTo(world, issue));
  return world.log.directives.filter((directive) => path.has(directive.issue));
}

/** A person vetoed the plan or task, or one above it, and nobody wanted it tried again since. */
export function isVetoed(world: World, issue: number): boolean {
  const path = pathTo(world, issue);
  const last = world.log.commands.findLast(
    ({ word, issue: on }) => (word === "veto" || word === "retry") && path.includes(on),
  );
  return last?.word === "veto";
}

export interface Plan {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** Undefined before its planner's first wake in this cycle. */
  readonly log: PlanLog | undefined;
}

/** The plans of the running cycle, the goal as root plan first. */
export function plansOf(world: World): readonly Plan[] {
  const cycle = runningCycle(world.log);
  if (!cycle) return [];
  const log = (plan: number) => world.log.plans.get(planKey(cycle.number, plan));
  const root = { number: world.goal.number, title: world.goal.title, body: "", log: log(world.goal.number) };
  const isSub = (p: Planned) =>
    p.intent.kind === "plan" && p.cycle === cycle.number && p.number !== undefined;
  const subs = [...world.log.planned.values()].filter(isSub).map((p) => {
    const number = p.number ?? world.goal.number;
    return { number, title: p.intent.title, body: p.intent.body, log: log(number) };
  });
  return [root, ...subs];
}
