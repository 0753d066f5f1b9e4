/** A round of the lane goes from one effect outside to the next. */

import type { Model } from "./model.ts";
import type { Process, Round } from "./state.ts";

/** Goes on to the next effect outside; jobs begin on the way. */
export function begin(model: Model, index: number, process: Process, round: Round): Process {
  let { jobs } = process;
  for (let now = round; ; now = { ...now, at: now.at + 1, answers: [], opened: now.logTip }) {
    const { effect, starts } = model.next(index, now);
    jobs = [...jobs, ...starts];
    if (effect?.kind === "throw") return { ...process, jobs, round: undefined };
    if (effect) return { ...process, jobs, round: now };
    if (now.at >= model.acts.get(now.commands).length) return { ...process, jobs, round: undefined };
  }
}
