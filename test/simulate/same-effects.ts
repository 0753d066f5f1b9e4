/** I19: more processes, and all that befalls them, land the same as one process that nothing befalls. */

import { isComparable, isPlayedTwice } from "./comparable.ts";
import type { Plan } from "./plan.ts";
import { type RunResult, run } from "./run.ts";

/** Plays the plan, and one in some seeds again without trouble. */
export async function play(plan: Plan): Promise<RunResult> {
  const result = await run(plan);
  if (!isPlayedTwice(plan.seed) || !isComparable(plan)) return result;
  const calm = await run({ ...plan, processes: 1, faults: {}, happenings: [] });
  const what = differenceOf(plan, result, calm);
  const breach = { invariant: "I19", what: what ?? "", at: result.virtualMinutes * 60_000 };
  return what === undefined ? result : { ...result, breaches: [...result.breaches, breach] };
}

function differenceOf({ tasks }: Plan, one: RunResult, other: RunResult): string | undefined {
  const [landed, wanted] = [one.landed.join(", "), other.landed.join(", ")];
  if (landed !== wanted) return `landed ${landed}; one process in calm landed ${wanted}`;
  // In what order those land that write the same file, nobody promises.
  const isShared = new Set(tasks.map((task) => task.writes)).size < tasks.length;
  if (isShared || one.tree === other.tree) return undefined;
  return `the result is ${one.tree}; one process in calm made ${other.tree}`;
}
