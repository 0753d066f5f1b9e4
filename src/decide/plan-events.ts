/** What happened in this cycle beneath a plan since its planner last looked: the names of events, as the log keeps them. */

import { capsOf, planningOf } from "../domain/caps.ts";
import { redEvent } from "../domain/checks.ts";
import { runningCycle } from "../domain/log.ts";
import type { Task } from "../domain/task.ts";
import { isOver } from "../domain/task.ts";
import { isVetoed, type Plan, plansOf } from "../domain/tree.ts";
import { isVetoStuck, vetoConflictEvent, vetoedLandings } from "../domain/veto.ts";
import type { World } from "../domain/world.ts";
import { openBlames } from "./red.ts";

export interface PlanEvents {
  /** Events the planner has not seen. */
  readonly unseen: readonly string[];
  /** Some of them cannot wait until everything ended. */
  readonly urgent: boolean;
}

/** A veto is a person's decision, not news that needs a new plan. */
const quietEnds = new Set(["vetoed", "cancelled", "stopped", "cycle-ended"]);

/** Who repairs what a task did: the planner of its plan; the goal's, if that is no living plan of this cycle. */
function ownerOf(world: World, tasks: readonly Task[], number: number | undefined): number {
  const own = tasks.find((task) => task.number === number)?.plan;
  const lives = plansOf(world).some((plan) => plan.number === own);
  return own !== undefined && lives && !isVetoed(world, own) ? own : world.goal.number;
}

/** Broken checks, and vetoed landings that cannot be taken out without a repair. */
function repairs(world: World, plan: Plan, tasks: readonly Task[]) {
  const reds = openBlames(world).map(({ task, check }) => ({ task, name: redEvent(task, check) }));
  const stuck = vetoedLandings(world)
    .filter((task) => isVetoStuck(world, task))
    .map((task) => ({ task, name: vetoConflictEvent(task) }));
  return [...reds, ...stuck]
    .filter(({ task }) => ownerOf(world, tasks, task) === plan.number)
    .map(({ name }) => ({ name, urgent: true }));
}

/** A quarter of the open tasks' cap is free again for a planner that could not get all it asked for: once for each time. */
function room(world: World, { number, log }: Plan) {
  const leftOut = log?.leftOut;
  if (!leftOut?.waits || planningOf(world, number).open > (3 / 4) * capsOf(world.log.charter).open) return [];
  return [{ name: `room again, after ${leftOut.requests} requests were left out`, urgent: true }];
}

export function planEvents(
  world: World,
  plan: Plan,
  tasks: readonly Task[],
  settledPlans: ReadonlySet<number>,
): PlanEvents {
  const cycle = runningCycle(world.log)?.number;
  const own = tasks.filter((task) => task.plan === plan.number && task.cycle === cycle);
  const ends = own.filter(isOver).map((task) => ({
    name: `${task.state} #${task.number}${task.reason ? ` ${task.reason}` : ""}`,
    urgent:
      (task.state === "reverted" && !isVetoed(world, task.number)) ||
      (task.state === "ended" && !quietEnds.has(task.reason ?? "")),
  }));
  const children = [...world.log.planned.values()].filter(
    (p) => p.plan === plan.number && p.intent.kind === "plan",
  );
  const plans = children.flatMap((p) =>
    p.number !== undefined && settledPlans.has(p.number)
      ? [{ name: `finished plan #${p.number}`, urgent: false }]
      : [],
  );
  const directives = world.log.directives
    .filter((directive) => directive.issue === plan.number)
    .map((directive) => ({ name: `directive ${directive.id}`, urgent: true }));
  const { edited } = world.log;
  const edits =
    edited !== undefined && plan.number === world.goal.number
      ? [{ name: `edited goal ${edited.slice(0, 12)}`, urgent: true }]
      : [];
  const unseen = [
    ...ends,
    ...repairs(world, plan, tasks),
    ...plans,
    ...directives,
    ...edits,
    ...room(world, plan),
  ].filter((event) => !plan.log?.seen.has(event.name));
  return { unseen: unseen.map((event) => event.name), urgent: unseen.some((event) => event.urgent) };
}
