/** When a task ends without landing: vetoed, cancelled, stopped, out of time, or because what it needs ended. */

import { runningCycle } from "../domain/log.ts";
import { isOver, type Task, tasksOf, triesOf } from "../domain/task.ts";
import { isVetoed } from "../domain/tree.ts";
import type { EndReason } from "../domain/words.ts";
import type { World } from "../domain/world.ts";
import { isStopped } from "./control.ts";
import { isClaimLeft } from "./lease.ts";
import type { Rule } from "./rule.ts";

/** Workers get this long to wrap up once a cycle drains. */
const wrapUp = 5 * 60_000;
/** A task that was tried so often would fail, or bring its host down, once more. */
export const mostTries = 8;

export const endTasks: Rule = (world) => {
  const ends = [...endingTasks(world)].map(([task, reason]) => ({ task, reason }));
  return ends.length > 0 ? [{ kind: "end-tasks", ends }] : [];
};

/** Tasks that have to end now, and why. None of them may land instead, should its tombstone not be taken. */
export function endingTasks(world: World): ReadonlyMap<number, EndReason> {
  const tasks = tasksOf(world);
  const gone = new Set(
    tasks.filter((task) => task.state === "ended" || task.state === "reverted").map((t) => t.number),
  );
  const ends = tasks.flatMap((task): [number, EndReason][] => {
    const reason = isOver(task) ? undefined : reasonToEnd(world, task, gone);
    return reason ? [[task.number, reason]] : [];
  });
  return new Map(ends);
}

function reasonToEnd(world: World, task: Task, gone: ReadonlySet<number>): EndReason | undefined {
  if (isVetoed(world, task.number)) return "vetoed";
  if (isStopped(world)) return "stopped";
  if (world.log.cancelled.has(task.number) || isClosed(world, task.number)) return "cancelled";
  if (task.state !== "submitted" && task.needs.some((need) => gone.has(need))) return "need-ended";
  if (isWornOut(world, task)) return "failed";
  const cycle = runningCycle(world.log);
  if (cycle?.number !== task.cycle) return "cycle-ended";
  if (cycle.draining === undefined || task.state === "submitted") return undefined;
  const working = task.state === "claimed" && world.now < cycle.drainingSince + wrapUp;
  return working ? undefined : "cycle-ended";
}

/** Each retry of a person gives as many tries again. */
export function hasNoTriesLeft(world: World, task: number): boolean {
  const lives = 1 + (world.tips.get(task)?.facts.retries ?? 0);
  return triesOf(world, task) >= mostTries * lives;
}

/** By a person, or gone: what carries our report was closed by us, before it was tried again. */
function isClosed({ issues, gone, tips }: World, task: number): boolean {
  const issue = issues.get(task);
  const byUs = tips.get(task)?.facts.retries !== undefined && issue?.reported !== undefined;
  return gone.has(task) || (issue?.open === false && !byUs);
}

/** Nobody is at its last try any more. */
function isWornOut(world: World, task: Task): boolean {
  if (!hasNoTriesLeft(world, task.number) || world.busy.workers.has(task.number)) return false;
  const tip = world.tips.get(task.number)?.state;
  if (tip?.kind === "returned") return true;
  return tip?.kind === "claimed" && (tip.instance === world.instance || isClaimLeft(world, task.number));
}
