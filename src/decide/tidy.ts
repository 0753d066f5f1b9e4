/** What came about twice, because an answer was lost or two processes were at it, is there once in the end. */

import type { Command } from "../domain/command.ts";
import type { World } from "../domain/world.ts";
import type { Rule } from "./rule.ts";

/** The first comment of each purpose stays. */
export const removeDoubles: Rule = (world) => {
  const comments = [...world.remarks.values()].flatMap((said) => said.slice(1).map((one) => one.comment));
  return comments.length > 0 ? [{ kind: "remove-comments", comments }] : [];
};

/** Only the recorded issue of an intent is a task, a plan or a report; copies are closed, and in the end what was never recorded. */
export const closeStrays: Rule = (world) => {
  const recorded = new Map<string, number>();
  for (const [name, { number }] of world.log.planned) if (number !== undefined) recorded.set(name, number);
  for (const { number, report } of world.log.cycles)
    recorded.set(`${world.goal.number}/cycle-${number}`, report);
  return [...world.issues.values()].flatMap((issue): Command[] => {
    if (!issue.open || !issue.intent?.startsWith(`${world.goal.number}/`)) return [];
    const own = recorded.get(issue.intent);
    const isStray = own === undefined ? world.log.closed !== undefined : own !== issue.number;
    if (!isStray) return [];
    return [{ kind: "close-stray", issue: issue.number, of: own }];
  });
};

/** The branches of tasks that ended, also one that a process which was away made anew; what a person pushed stays. */
export const removeBranches: Rule = (world) => {
  const tasks = [...world.tips].flatMap(([task, tip]) =>
    tip.state.kind !== "pushed" && isRemoved(world, task, tip.facts.retries ?? 0) ? [task] : [],
  );
  return tasks.length > 0 ? [{ kind: "remove-branches", tasks }] : [];
};

/** Its end is in the log, and no retry came after it. */
function isRemoved({ log }: World, task: number, retries: number): boolean {
  const ended = log.ended.get(task);
  return ended !== undefined && retries <= (ended.retries ?? 0);
}
