/** Submissions land in the order of their numbers, several in one push. */

import { type Task, tasksOf } from "../domain/task.ts";
import type { World } from "../domain/world.ts";
import { endingTasks } from "./end.ts";
import { holdOf } from "./hold.ts";
import type { Rule } from "./rule.ts";

const mostAtOnce = 16;
/** After so many conflicts of a task, landings on the same paths wait for it: else it might lose every race. */
const mostConflicts = 2;

export const landSubmissions: Rule = (world) => {
  const tasks = isGated(world) ? [] : landable(world);
  return tasks.length > 0 ? [{ kind: "land", tasks }] : [];
};

/** A goal may ask that everything is tested before it lands. */
export const isGated = (world: World): boolean => world.log.charter?.limits.landing === "gated";

/** The submissions that may land now. */
export function landable(world: World): readonly number[] {
  const reserved = reservedPaths(world);
  const ending = endingTasks(world);
  return tasksOf(world)
    .filter((task) => task.state === "submitted" && world.issues.get(task.number)?.open === true)
    .filter((task) => !ending.has(task.number) && !holdOf(world, task.number))
    .filter((task) => isTried(world, task) || !pathsOf(world, task).some((path) => reserved.has(path)))
    .map((task) => task.number)
    .slice(0, mostAtOnce);
}

const isTried = (world: World, task: Task): boolean =>
  (world.tips.get(task.number)?.facts.conflicts ?? 0) >= mostConflicts;

const pathsOf = (world: World, task: Task): readonly string[] => world.touched.get(task.number) ?? [];

/** The paths of tasks that came back too often and are being mended. */
function reservedPaths(world: World): ReadonlySet<string> {
  const mended = tasksOf(world).filter(
    (task) => (task.state === "claimed" || task.state === "returned") && isTried(world, task),
  );
  return new Set(mended.flatMap((task) => pathsOf(world, task)));
}
