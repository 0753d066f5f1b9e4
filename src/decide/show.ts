/** What people see is brought in line with what is: labels while work goes on, closed issues when it is over. */

import type { Command } from "../domain/command.ts";
import { isOver, tasksOf } from "../domain/task.ts";
import type { Rule } from "./rule.ts";

export const showTasks: Rule = (world) =>
  tasksOf(world).flatMap((task): Command[] => {
    const issue = world.issues.get(task.number);
    if (!issue?.open) return [];
    if (task.state === "landed" && !world.log.landings.has(task.number)) return [];
    if (isOver(task)) return [{ kind: "close-issue", issue: task.number }];
    if (task.state === "claimed" && !issue.labels.includes("swarm:claimed"))
      return [{ kind: "show-claimed", task: task.number }];
    if (task.state === "needs-answer" && !issue.labels.includes("swarm:needs-answer"))
      return [{ kind: "show-question", task: task.number }];
    return [];
  });
