/** I11: what was spent, with what is still granted, stays within what people allowed. */

import { factsOf } from "../commit-facts.ts";
import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import { addSpent, nothingSpent, type Spent } from "../spent.ts";
import { endOf, type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const budget: Invariant = {
  name: "I11",
  title: "spending stays within the budget",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    const { budget, tokens } = study.log.limits;
    if (budget === undefined && tokens === undefined) return [];
    const spent = spentBy(study);
    const open = openGrants(study);
    return [...inTokens(tokens, spent, open), ...inUsd(budget, spent, open)];
  },
};

/** Sums of fractions end in noise. */
const noise = 1e-6;

function inTokens(limit: number | undefined, spent: Spent, open: Spent): Finding[] {
  if (limit === undefined) return [];
  if (spent.tokens > limit) return [broken(`${spent.tokens} tokens were spent of ${limit}.`)];
  const all = spent.tokens + open.tokens;
  if (all <= limit + noise * limit) return [];
  return [broken(`${spent.tokens} tokens spent and ${open.tokens} granted are more than ${limit}.`)];
}

function inUsd(limit: number | undefined, spent: Spent, open: Spent): Finding[] {
  if (limit === undefined) return [];
  if (spent.usd === undefined) return [note("What was spent in USD is not known: a model has no price.")];
  if (spent.usd > limit + noise) return [broken(`${spent.usd} USD were spent of ${limit}.`)];
  if (spent.usd + (open.usd ?? 0) <= limit + noise) return [];
  return [broken(`${spent.usd} USD spent and ${open.usd} granted are more than ${limit}.`)];
}

/** Planners and judges by the log; tasks by their landing, their branch or, once that is gone, the log. */
function spentBy(study: Study): Spent {
  const { log } = study;
  return [...log.tasks.keys()]
    .map((task) => spentOn(study, task))
    .concat(log.spent.map((one) => one.spent))
    .reduce(addSpent, nothingSpent);
}

function spentOn({ log, chains, evidence }: Study, task: number): Spent {
  const tip = chains.tips.get(task);
  const step = tip && factsOf(tip).step;
  if (step?.spent) return step.spent;
  const landed = log.landedAs.get(task);
  if (landed) return landed.spent;
  const submitted = tip && evidence.commits.get(tip.parents[1] ?? "");
  const before = submitted && factsOf(submitted).step?.spent;
  return before ?? log.endedAs.get(task)?.spent ?? nothingSpent;
}

/** What runs that are not over may still spend: their grant less what they spent. */
function openGrants(study: Study): Spent {
  const settled = new Set(study.log.spent.map((one) => one.holder));
  let open = nothingSpent;
  for (const [holder, { grant }] of study.log.grants) {
    const task = /^task (\d+)$/.exec(holder)?.[1];
    const spent = task === undefined ? nothingSpent : spentOn(study, Number(task));
    const isOpen = task === undefined ? !settled.has(holder) : endOf(study, Number(task)) === undefined;
    if (isOpen) open = addSpent(open, less(grant, spent));
  }
  return study.closed ? nothingSpent : open;
}

const less = (grant: Spent, spent: Spent): Spent => ({
  tokens: Math.max(0, grant.tokens - spent.tokens),
  usd: Math.max(0, (grant.usd ?? 0) - (spent.usd ?? 0)),
});
