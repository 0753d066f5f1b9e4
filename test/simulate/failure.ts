/** A breach as a person needs it: what broke, the smallest plan that breaks it, what happened, and how to see it again. */

import type { Plan } from "./plan.ts";
import type { RunResult } from "./run.ts";

const mostLines = 200;

export function describeFailure(seed: number, broken: RunResult, smallest: RunResult): string {
  const [first] = smallest.breaches;
  return [
    `seed ${seed}: ${first?.invariant} at ${((first?.at ?? 0) / 1000).toFixed(1)} s: ${first?.what}`,
    ...broken.breaches.slice(1, 4).map(({ invariant, what }) => `  also ${invariant}: ${what}`),
    "The smallest plan that breaks it:",
    ...describePlan(smallest.plan).map((line) => `  ${line}`),
    "What happened, by task:",
    ...byTask(smallest.timeline).map((line) => `  ${line}`),
    `To see it again: npm run simulate -- --seeds 1 --from ${seed} --timeline`,
  ].join("\n");
}

function describePlan(plan: Plan): readonly string[] {
  const traits = (task: Plan["tasks"][number]) => [
    ...(task.needs.length > 0 ? [`needs ${task.needs}`] : []),
    ...(task.asks ? ["asks"] : []),
    ...(task.breaks ? ["breaks a check"] : []),
  ];
  return [
    `${plan.processes} processes${plan.subPlan ? ", a sub-plan" : ""}${plan.gated ? ", gated landing" : ""}${plan.budget ? `, at most ${JSON.stringify(plan.budget)}` : ""}, calm after ${plan.calmAfter / 1000} s`,
    ...plan.tasks.map((task) => `${[`${task.title} writes ${task.writes}`, ...traits(task)].join(", ")}`),
    ...Object.entries(plan.faults).map(
      ([kind, rate]) => `fault ${kind}, ${((rate ?? 0) * 100).toFixed(1)} %`,
    ),
    ...plan.happenings.map((happening) => JSON.stringify(happening)),
  ];
}

/** Pushes and commands that name a task, gathered per task; the end of what is left. */
function byTask(timeline: readonly string[]): readonly string[] {
  const tasks = new Map<string, string[]>();
  for (const line of timeline) {
    const numbers = new Set(
      [...line.matchAll(/task-(\d+)|#(\d+)|"tasks?":\[?(\d+)/g)].map((m) => m[1] ?? m[2] ?? m[3]),
    );
    for (const number of numbers) {
      if (number === undefined) continue;
      tasks.set(number, [...(tasks.get(number) ?? []), line.slice(0, 160)]);
    }
  }
  const lines = [...tasks].flatMap(([number, own]) => [`#${number}`, ...own.map((line) => `  ${line}`)]);
  return lines.slice(-mostLines);
}
