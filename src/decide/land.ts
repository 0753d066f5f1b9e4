/** Submissions land in the order of their numbers, several in one push; each landing enters the log. */

import { tasksOf } from "../domain/task.ts";
import type { Rule } from "./rule.ts";

const mostAtOnce = 16;

export const landSubmissions: Rule = (world) => {
  const tasks = tasksOf(world)
    .filter((task) => task.state === "submitted" && world.issues.get(task.number)?.open === true)
    .map((task) => task.number)
    .slice(0, mostAtOnce);
  return tasks.length > 0 ? [{ kind: "land", tasks }] : [];
};

export const noteLandings: Rule = (world) => {
  const tasks = tasksOf(world)
    .filter((task) => task.state === "landed" && !world.log.landings.has(task.number))
    .map((task) => task.number);
  return tasks.length > 0 ? [{ kind: "note-landings", tasks }] : [];
};
