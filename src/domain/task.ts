/** A task's state, derived: the branch decides, then the log, then the issue. */

import { type Cycle, type Planned, runningCycle } from "./log.ts";
import type { EndReason, TaskStateName } from "./words.ts";
import type { World } from "./world.ts";

export interface Task {
  readonly number: number;
  readonly title: string;
  readonly plan: number;
  readonly cycle: number;
  readonly needs: readonly number[];
  readonly state: TaskStateName;
  readonly reason: EndReason | undefined;
}

/** A world is one moment and never changes, and rule after rule asks for the tasks of the same. */
let known: { readonly world: World; readonly tasks: readonly Task[] } | undefined;

/** All recorded tasks, in the order they were recorded. Only recorded issues are tasks. */
export function tasksOf(world: World): readonly Task[] {
  if (known?.world !== world) known = { world, tasks: derive(world) };
  return known.tasks;
}

function derive(world: World): readonly Task[] {
  const cycle = runningCycle(world.log);
  return [...world.log.planned.values()].flatMap((planned) => {
    if (planned.intent.kind !== "task" || planned.number === undefined) return [];
    return [toTask(world, planned, planned.number, planned.intent.needs, cycle)];
  });
}

function toTask(
  world: World,
  planned: Planned,
  number: number,
  wanted: readonly (string | number)[],
  cycle: Cycle | undefined,
): Task {
  const needs = wanted.flatMap((need) =>
    typeof need === "number" ? [need] : (world.log.planned.get(need)?.number ?? []),
  );
  const complete = needs.length === wanted.length;
  const { state, reason } = stateOf(world, number, planned, complete, needs, cycle);
  return {
    number,
    title: planned.intent.title,
    plan: planned.plan,
    cycle: planned.cycle,
    needs,
    state,
    reason,
  };
}

/** How often it was claimed for another reason than a conflict: questions, refusals, hosts that failed or died. */
export function triesOf(world: World, task: number): number {
  const facts = world.tips.get(task)?.facts;
  return facts ? facts.attempt - facts.conflicts : 0;
}

interface Derived {
  readonly state: TaskStateName;
  readonly reason: EndReason | undefined;
}

const plain = (state: TaskStateName): Derived => ({ state, reason: undefined });

function stateOf(
  world: World,
  number: number,
  planned: Planned,
  needsKnown: boolean,
  needs: readonly number[],
  cycle: Cycle | undefined,
): Derived {
  const integration = world.integration;
  if (integration?.reverted.has(number)) return plain("reverted");
  if (integration?.landed.has(number)) return plain("landed");
  const removed = world.log.ended.get(number);
  const tip = world.tips.get(number);
  const isBack = (tip?.facts.retries ?? 0) > (removed?.retries ?? 0);
  if (removed && !isBack) return { state: "ended", reason: removed.reason };
  switch (tip?.state.kind) {
    case "claimed":
      return plain("claimed");
    case "asked":
      return plain(isAnswered(world, number, tip.state.seen) ? "returned" : "needs-answer");
    case "returned":
      return plain("returned");
    case "pushed":
      return tip.state.ended ? { state: "ended", reason: tip.state.ended } : plain("returned");
    case "submitted":
      return plain("submitted");
    case "landed":
    case "reverted":
      return { state: "ended", reason: "dropped" };
    case "ended":
      return { state: "ended", reason: tip.state.reason };
  }
  const ready =
    cycle?.number === planned.cycle &&
    cycle.draining === undefined &&
    world.log.grants.has(taskHolder(number)) &&
    world.issues.get(number)?.open === true &&
    needsKnown &&
    needs.every((need) => integration?.landed.has(need) && !integration.reverted.has(need));
  return plain(ready ? "ready" : "waiting");
}

/** An answer is a directive on the asking task that was registered after the question. */
const isAnswered = (world: World, number: number, seen: number): boolean =>
  world.log.directives.slice(seen).some((directive) => directive.issue === number);

export const taskHolder = (task: number) => `task ${task}`;

export const isOver = (task: Task): boolean =>
  task.state === "landed" || task.state === "ended" || task.state === "reverted";
