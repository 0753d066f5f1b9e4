/** I4: a closed task issue has one explanation, and a closed goal leaves no task unexplained. */

import { factsOf } from "../commit-facts.ts";
import type { Issue } from "../evidence.ts";
import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import { ownLine } from "../study/history.ts";
import { personRewrote } from "../study/rewrites.ts";
import { endOf, landingsOf, loggedEnd, type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const explained: Invariant = {
  name: "I4",
  title: "closed means explained",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...study.log.tasks.keys()].flatMap((task) => explain(study, task));
  },
};

function explain(study: Study, task: number): Finding[] {
  const issue = study.evidence.issues.get(task);
  const reasons = reasonsOf(study, task);
  if (reasons.length > 1) {
    const text = `#${task} has ${reasons.length} ends: ${reasons.join(" and ")}.`;
    return [personRewrote(study.evidence) && cameBack(study, task) ? note(text) : broken(text)];
  }
  if (endOf(study, task) !== undefined) return [];
  if (study.closed)
    return [broken(`The goal is ${study.closed.state}, but #${task} has neither landed nor ended.`)];
  if (!issue || issue.open || !closedByApp(study, issue)) return [];
  return [broken(`#${task} is closed with a report, but it has neither landed nor ended.`)];
}

/** A landing that a person took out of integration may come back beneath another when its task has ended once. */
function cameBack(study: Study, task: number): boolean {
  const line = ownLine(study.evidence, study.history);
  const isBeside = landingsOf(study, task).every(({ commit }) => !line.has(commit.sha));
  return isBeside && endsOf(study, task).size === 1;
}

/** While a goal runs, a person's closing is explained a little later; the app writes its report as it closes. */
const closedByApp = (study: Study, issue: Issue): boolean =>
  study.isApp(issue.author) && /\n\n---\n\n\*\*(?:Landed|Ended|Reverted)/.test(issue.body);

function reasonsOf(study: Study, task: number): string[] {
  const landed = landingsOf(study, task).length > 0 ? ["landed"] : [];
  return [...landed, ...[...endsOf(study, task)].map((reason) => `ended: ${reason}`)];
}

function endsOf(study: Study, task: number): ReadonlySet<string> {
  const tip = study.chains.tips.get(task);
  const tombstone = tip && factsOf(tip).step;
  // A branch that is gone speaks through the log; one that is there speaks for itself.
  const ends = [loggedEnd(study, task), tombstone?.kind === "end" ? tombstone.value : undefined];
  return new Set(ends.filter((reason) => reason !== undefined));
}
