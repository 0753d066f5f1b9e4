/** The life of a cycle: it starts, drains when its limit is reached, is judged when all is quiet, and closes. */

import { capsOf, overCap, planningOf } from "../domain/caps.ts";
import type { Command } from "../domain/command.ts";
import { type Cycle, planKey, runningCycle } from "../domain/log.ts";
import { lostBefore } from "../domain/parts.ts";
import { nextRetries } from "../domain/retry.ts";
import { isOver, tasksOf } from "../domain/task.ts";
import type { World } from "../domain/world.ts";
import { acceptGoal } from "./accept.ts";
import { isHeadKnown } from "./check.ts";
import { isOutOfTime, isPaused, isStopped } from "./control.ts";
import { freeMoney, isOverdrawn, nextGrant } from "./grant.ts";
import { isQuiet } from "./quiet.ts";
import { retryTasks } from "./retry.ts";
import { isMendable } from "./revert.ts";
import type { Rule } from "./rule.ts";
import { isEdited, isOverruled, takenBackNext } from "./take-back.ts";

export const startCycle: Rule = (world) => {
  const { charter, cycles, prepared } = world.log;
  if (!charter || !prepared) return [];
  if (runningCycle(world.log) || isPaused(world) || isStopped(world)) return [];
  if (takenBackNext(world).length > 0 || acceptGoal(world).length > 0) return [];
  // What was judged before a person opened the goal again does not count.
  const own = cycles.slice(world.log.reopened?.cycles ?? 0);
  const last = own.at(-1)?.verdict?.judgement;
  // Somebody pushed while it was judged: the goal ends with what the checks say of that.
  if (last?.verdict === "done" && !isHeadKnown(world)) return [];
  const isMore = own.length < charter.limits.cycles && wantsRetries(world);
  const overruled = isOverruled(world) || isMore;
  if (last?.verdict === "done" && !overruled)
    return [{ kind: "close-goal", state: "done", why: last.summary }];
  if (last?.verdict === "stop" && !isEdited(world) && !isMore)
    return [{ kind: "close-goal", state: "stopped", why: last.summary }];
  if (isOutOfTime(world)) return [{ kind: "close-goal", state: "failed", why: "The goal's time is over." }];
  const barren = last && !overruled ? whyBarren(world) : undefined;
  if (barren) return [{ kind: "close-goal", state: "failed", why: barren }];
  if (own.length >= charter.limits.cycles)
    return [{ kind: "close-goal", state: "failed", why: `All ${charter.limits.cycles} cycles are used up.` }];
  return [{ kind: "start-cycle", cycle: cycles.length + 1 }];
};

/** A person had tasks tried again too late for the last cycle, and another one could do them. */
const wantsRetries = (world: World): boolean =>
  nextRetries(world).length > 0 && !isOutOfTime(world) && nextGrant(world, freeMoney(world)) !== undefined;

/** Why the last cycle requested nothing, if so; another one would not go better. */
function whyBarren(world: World): string | undefined {
  const cycle = world.log.cycles.at(-1)?.number ?? 0;
  if ([...world.log.planned.values()].some((p) => p.cycle === cycle)) return undefined;
  const failure = world.log.plans.get(planKey(cycle, world.goal.number))?.lastFailure;
  if (failure) return `The planner could not plan: ${failure}`;
  const over = overCap("task", planningOf(world, world.goal.number), capsOf(world.log.charter));
  return over
    ? `The goal is not met. ${over.why}`
    : "The goal is not met, and its planner sees nothing to do.";
}

const stoppedByPerson = "A person stopped the goal.";
const stoppedByBudget = "A person lowered the budget below what is spent and set aside.";

export const stopGoal: Rule = (world) => {
  if (!isStopped(world) || tasksOf(world).some((task) => !isOver(task))) return [];
  // They are being cut off; what they spent has to enter the log.
  if (world.busy.planners.size > 0 || world.busy.judging || world.busy.checking) return [];
  const cycle = runningCycle(world.log);
  if (cycle) return stopCycle(world, cycle);
  if (takenBackNext(world).length > 0) return [];
  const failed = world.log.prepared?.failed;
  if (failed !== undefined) return [{ kind: "close-goal", state: "failed", why: failed }];
  return [{ kind: "close-goal", state: "stopped", why: whyStopped(world) }];
};

const whyStopped = (world: World): string => (isOverdrawn(world) ? stoppedByBudget : stoppedByPerson);

/** Nobody needs to judge what a person has stopped. */
function stopCycle(world: World, { number: cycle, verdict }: Cycle): readonly Command[] {
  const commit = world.integration?.head ?? world.log.base;
  if (verdict || !commit) return [];
  const judgement = { verdict: "stop" as const, summary: whyStopped(world), evidence: [] };
  const spent = lostBefore(world.log, `judge cycle ${cycle}`);
  const entry = { kind: "verdict" as const, cycle, commit, judgement, spent };
  return [{ kind: "append", entries: [entry], subject: `cycle ${cycle} is stopped` }];
}

export const drainCycle: Rule = (world) => {
  const cycle = runningCycle(world.log);
  if (!cycle || cycle.draining !== undefined || !isOutOfTime(world)) return [];
  if (cycle.verdict && tasksOf(world).every(isOver)) return [];
  const why = "The goal's time is over.";
  return [
    {
      kind: "append",
      entries: [{ kind: "cycle-draining", cycle: cycle.number, why }],
      subject: "the cycle drains",
    },
  ];
};

export const judgeCycle: Rule = (world) => {
  const cycle = runningCycle(world.log);
  const head = world.integration?.head;
  if (!cycle || !head || cycle.verdict || world.busy.judging || isPaused(world) || isStopped(world))
    return [];
  if (!isQuiet(world) || !isHeadKnown(world) || isMendable(world)) return [];
  if (takenBackNext(world).length > 0 || acceptGoal(world).length > 0) return [];
  return [{ kind: "judge", cycle: cycle.number, commit: head }];
};

/** What a person had tried again while it was judged is still its own. */
export const closeCycle: Rule = (world) => {
  const cycle = runningCycle(world.log);
  if (!cycle?.verdict || retryTasks(world).length > 0) return [];
  if (tasksOf(world).some((task) => !isOver(task))) return [];
  return [{ kind: "close-cycle", cycle: cycle.number }];
};
