/** When planners wake: at the start of a cycle, on bad news or a person's word, when enough came back, or when nothing is left. */

import type { Command } from "../domain/command.ts";
import { runningCycle } from "../domain/log.ts";
import { isOver, type Task, tasksOf } from "../domain/task.ts";
import { isVetoed, type Plan, plansOf } from "../domain/tree.ts";
import type { World } from "../domain/world.ts";
import { isHeadChecked } from "./check.ts";
import { isPaused, isStopped } from "./control.ts";
import { planEvents } from "./plan-events.ts";
import type { Rule } from "./rule.ts";

/** So many hand-offs wake a planner that is not done, though work goes on. */
const enoughHandOffs = 4;
/** A planner that fails so often in a row, or wakes so often in a cycle, is not asked again. */
const mostFailures = 2;
const mostWakes = 30;

export const wakePlanners: Rule = (world) => {
  const cycle = runningCycle(world.log);
  if (!cycle || cycle.draining !== undefined || isPaused(world) || isStopped(world)) return [];
  // What comes up now is for the next cycle's planners.
  if (world.busy.judging || cycle.verdict) return [];
  const tasks = tasksOf(world);
  const settled = settledPlans(world);
  return plansOf(world).flatMap((plan): Command[] => {
    if (world.busy.planners.has(plan.number) || !wantsToPlan(world, plan, tasks, settled)) return [];
    // A cycle's first plan starts from what every check says of its base.
    if (plan.log === undefined && plan.number === world.goal.number && !isHeadChecked(world)) return [];
    const events = planEvents(world, plan, tasks, settled).unseen;
    return [
      {
        kind: "wake-planner",
        plan: plan.number,
        cycle: cycle.number,
        wake: (plan.log?.wakes ?? 0) + 1,
        events,
      },
    ];
  });
};

function wantsToPlan(
  world: World,
  plan: Plan,
  tasks: readonly Task[],
  settled: ReadonlySet<number>,
): boolean {
  if (isVetoed(world, plan.number)) return false;
  const log = plan.log;
  if (!log) return true;
  if (log.failures >= mostFailures || log.wakes >= mostWakes) return false;
  if (log.failures > 0) return true;
  const { unseen, urgent } = planEvents(world, plan, tasks, settled);
  if (urgent) return true;
  if (log.done) return false;
  return unseen.length >= enoughHandOffs || !hasOpenChildren(world, plan, tasks, settled);
}

function hasOpenChildren(
  world: World,
  plan: Plan,
  tasks: readonly Task[],
  settled: ReadonlySet<number>,
): boolean {
  const cycle = runningCycle(world.log)?.number;
  const open = [...world.log.planned.values()].filter(
    (p) => p.plan === plan.number && p.cycle === cycle && (p.number === undefined || !settled.has(p.number)),
  );
  return open.some((p) => {
    if (p.number === undefined) return !isVetoed(world, plan.number);
    if (p.intent.kind === "plan") return true;
    const task = tasks.find((t) => t.number === p.number);
    return task !== undefined && !isOver(task);
  });
}

/** Plans of the running cycle with nothing left to plan and nothing left open beneath them. */
export function settledPlans(world: World): ReadonlySet<number> {
  const tasks = tasksOf(world);
  const settled = new Set<number>();
  const plans = [...plansOf(world)].reverse();
  for (const plan of plans) {
    const idle = !world.busy.planners.has(plan.number) && !wantsToPlan(world, plan, tasks, settled);
    if (idle && !hasOpenChildren(world, plan, tasks, settled)) settled.add(plan.number);
  }
  return settled;
}
