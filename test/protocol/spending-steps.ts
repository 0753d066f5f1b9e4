/** Agents spend: at any moment all that their purse holds, whoever lives to tell. */

import { type Model, names } from "./model.ts";
import { type State, withProcess } from "./state.ts";
import type { Step } from "./step.ts";

/** I11 holds at every call, by what the provider charges. */
export function spendingSteps(model: Model, state: State, index: number): readonly Step[] {
  const process = state.processes[index];
  if (!process?.up) return [];
  return process.jobs.flatMap((job) => {
    const { purse = 0, spent = 0 } = job;
    if (purse <= 0) return [];
    const bill = state.bill + purse;
    const { budget = Infinity } = model.spec.limits;
    const jobs = process.jobs.map((one) => (one === job ? { ...job, purse: 0, spent: spent + purse } : one));
    const who = job.kind === "work" ? `worker of #${job.task}` : job.kind;
    return {
      label: `${names[index]}'s ${who} spends ${purse} USD`,
      state: { ...withProcess(state, index, { ...process, jobs }), bill },
      broken: bill > budget ? [`I11: the provider charges ${bill} of ${budget} USD`] : [],
    };
  });
}
