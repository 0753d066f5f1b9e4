/** Money before work: a task without a grant is not ready, and grants never exceed what is left of the budget. */

import type { Command } from "../domain/command.ts";
import type { Entry } from "../domain/entry.ts";
import { runningCycle } from "../domain/log.ts";
import { type Grant, nothingSpent, type Spent } from "../domain/money.ts";
import { needsPart, totalGrant } from "../domain/parts.ts";
import { spentOn, totalSpent } from "../domain/spending.ts";
import { isOver, type Task, taskHolder, tasksOf } from "../domain/task.ts";
import type { World } from "../domain/world.ts";
import { isLeft } from "./lease.ts";
import type { Rule } from "./rule.ts";

/** The budget's smallest share, which a planner and a judge get. */
const shares = 12;
/** Tasks share what is free beyond this part of the budget; it stays for planners and judges. */
const kept = 1 / 6;
/** Of few tasks each gets no more than one of so many would. */
const fewest = 4;

export const grantTasks: Rule = (world) => {
  const cycle = runningCycle(world.log);
  if (!cycle || cycle.draining !== undefined) return [];
  const waiting = tasksOf(world).filter(
    (task) => !isOver(task) && task.cycle === cycle.number && !isPaid(world, task),
  );
  const entries: Entry[] = [];
  let free = freeMoney(world);
  const grant = taskGrant(world, free, waiting.length);
  for (const task of waiting) {
    if (!covers(free, grant)) break;
    // What it spent before a person had it tried again is part of its grant.
    const before = world.log.grants.has(taskHolder(task.number)) ? nothingSpent : spentOn(world, task.number);
    const tokens = plus(grant.tokens, before.inputTokens + before.outputTokens);
    const whole = { usd: plus(grant.usd, before.usd ?? 0), tokens };
    entries.push({ kind: "granted", holder: taskHolder(task.number), grant: whole });
    free = { usd: minus(free.usd, grant.usd), tokens: minus(free.tokens, grant.tokens) };
  }
  return entries.length > 0 ? [{ kind: "append", entries, subject: `granted ${entries.length}` }] : [];
};

/** Of a run that was left nobody knows what it spent: the next one needs money of its own. */
const isPaid = (world: World, task: Task): boolean =>
  world.log.grants.has(taskHolder(task.number)) &&
  !(isLeft(world, task.number) && needsPart(world, task.number));

/** Tasks that can never be paid for end: those that were left at once, the others when no open grant can return anything. */
export const endUnpaid: Rule = (world): readonly Command[] => {
  if (world.busy.planners.size > 0 || nextGrant(world, freeMoney(world))) return [];
  const open = tasksOf(world).filter((task) => !isOver(task));
  const left = open.filter((task) => isLeft(world, task.number) && needsPart(world, task.number));
  const ends = open.some((task) => isPaid(world, task)) ? left : open;
  if (ends.length === 0) return [];
  return [
    {
      kind: "end-tasks",
      ends: ends.map((task) => ({ task: task.number, reason: "out-of-budget" as const })),
    },
  ];
};

/** What one more run may spend; undefined when the budget cannot carry another. */
export function nextGrant(world: World, free: Grant): Grant | undefined {
  const limits = world.log.charter?.limits;
  const usd = share(limits?.budget, free.usd);
  const tokens = whole(share(limits?.tokens, free.tokens));
  return usd === 0 || tokens === 0 ? undefined : { usd, tokens };
}

/** What each of so many tasks may spend: a smallest share, or more while there is more. */
function taskGrant(world: World, free: Grant, tasks: number): Grant {
  const limits = world.log.charter?.limits;
  const each = (whole: number | undefined, left: number | undefined) =>
    whole === undefined || left === undefined
      ? undefined
      : Math.max(whole / shares, (left - whole * kept) / Math.max(tasks, fewest));
  return { usd: each(limits?.budget, free.usd), tokens: whole(each(limits?.tokens, free.tokens)) };
}

/** Providers count whole tokens, and refuse to be asked for parts of one. */
const whole = (tokens: number | undefined) => (tokens === undefined ? undefined : Math.floor(tokens));

const covers = (free: Grant, grant: Grant): boolean =>
  (free.usd ?? 0) >= (grant.usd ?? 0) && (free.tokens ?? 0) >= (grant.tokens ?? 0);

/** A full share or nothing: a run that cannot finish only wastes what is left. */
function share(whole: number | undefined, free: number | undefined): number | undefined {
  if (whole === undefined || free === undefined) return undefined;
  const part = whole / shares;
  return free >= part ? part : 0;
}

/** The budget less all spending and all open grants. */
export function freeMoney(world: World): Grant {
  const limits = world.log.charter?.limits;
  const spent = totalSpent(world);
  const open = tasksOf(world)
    .filter((task) => !isOver(task))
    .map(({ number }) => totalGrant(world.log, taskHolder(number)) ?? asGrant(spentOn(world, number)));
  const settled = new Set(world.log.spent.map((s) => s.holder));
  const others = [...world.log.grants.keys()]
    .filter((holder) => !holder.startsWith("task ") && !settled.has(holder))
    .map((holder) => totalGrant(world.log, holder));
  const sum = (key: "usd" | "tokens") =>
    [...open, ...others].reduce((total, grant) => total + (grant?.[key] ?? 0), 0);
  return {
    usd: limits?.budget === undefined ? undefined : limits.budget - (spent.usd ?? 0) - sum("usd"),
    tokens:
      limits?.tokens === undefined
        ? undefined
        : limits.tokens - spent.inputTokens - spent.outputTokens - sum("tokens"),
  };
}

const minus = (a: number | undefined, b: number | undefined) => (a === undefined ? undefined : a - (b ?? 0));
const plus = (a: number | undefined, b: number) => (a === undefined ? undefined : a + b);

const asGrant = (spent: Spent): Grant => ({ usd: spent.usd, tokens: spent.inputTokens + spent.outputTokens });

/** Sums of fractions end in noise. */
const noise = 1e-9;

/** A person lowered the budget: what may still be spent has to fit, so those that began last end first. */
export const endOverdrawn: Rule = (world) => {
  let missing = missingMoney(world);
  const open = openTasks(world).sort(
    (a, b) => Number(b.state !== "claimed") - Number(a.state !== "claimed") || b.number - a.number,
  );
  const ends: { task: number; reason: "out-of-budget" }[] = [];
  for (const task of open) {
    if (missing <= noise) break;
    const grant = totalGrant(world.log, taskHolder(task.number))?.usd ?? 0;
    missing -= grant - (spentOn(world, task.number).usd ?? 0);
    ends.push({ task: task.number, reason: "out-of-budget" });
  }
  return ends.length > 0 ? [{ kind: "end-tasks", ends }] : [];
};

/** Ending tasks cannot bring what is spent and set aside below the budget that a person said. */
export const isOverdrawn = (world: World): boolean =>
  missingMoney(world) > noise && openTasks(world).length === 0;

const missingMoney = (world: World): number =>
  world.log.budget.said === undefined ? 0 : -(freeMoney(world).usd ?? 0);

/** With money that was granted and may still be spent; what is submitted spends nothing any more. */
const openTasks = (world: World): Task[] =>
  tasksOf(world).filter(
    (task) => !isOver(task) && task.state !== "submitted" && world.log.grants.has(taskHolder(task.number)),
  );
