/** Ended tasks that a person wants tried again. */

import { runningCycle } from "./log.ts";
import { isOver, type Task, tasksOf } from "./task.ts";
import { isVetoed, pathTo } from "./tree.ts";
import type { World } from "./world.ts";

/** The tasks that a retry on this plan or task is about: what has ended of it, or is about to, and can come back. */
export const retriedBy = (world: World, issue: number): readonly number[] =>
  tasksOf(world)
    .filter(
      (task) =>
        issue !== world.goal.number && (isEnded(task) || (!isOver(task) && isVetoed(world, task.number))),
    )
    .filter((task) => pathTo(world, task.number).includes(issue))
    .map((task) => task.number);

const isEnded = (task: Task): boolean => task.state === "ended" && task.reason !== "dropped";

/** Those that have not come back yet, though a cycle runs that they belong to. */
export function dueRetries(world: World): readonly number[] {
  const cycle = runningCycle(world.log);
  return cycle && cycle.draining === undefined ? retriesIn(world, cycle.number) : [];
}

/** What was said too late for the cycle that runs, or after the last: it begins with the next. */
export const nextRetries = (world: World): readonly number[] => retriesIn(world, world.log.cycles.length + 1);

const retriesIn = (world: World, cycle: number): readonly number[] =>
  tasksOf(world)
    .filter((task) => task.cycle === cycle && isDue(world, task))
    .map((task) => task.number);

/** It ended, and a person wants it back who did not veto it since. Each retry counts once: the branch says how many it has had. */
export function isDue(world: World, { number, state }: Task): boolean {
  const { log, tips } = world;
  const had = Math.max(tips.get(number)?.facts.retries ?? 0, log.ended.get(number)?.retries ?? 0);
  return state === "ended" && (log.retries.get(number) ?? 0) > had && !isVetoed(world, number);
}
