/** I2: integration takes a task's work only together with the task's own branch, as one merge of its submission. */

import { factsOf, isOurs } from "../commit-facts.ts";
import type { Commit } from "../evidence.ts";
import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import type { Landing } from "../study/history.ts";
import { short } from "../study/log-view.ts";
import { personRewrote } from "../study/rewrites.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const fencedLanding: Invariant = {
  name: "I2",
  title: "fenced landing",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...strangers(study), ...notedElsewhere(study), ...landed(study)];
  },
};

const landed = (study: Study): Finding[] =>
  [...study.history.landings.values()]
    .flat()
    .filter(({ task }) => study.log.tasks.has(task))
    .flatMap((landing) => fenceFindings(study, landing));

function fenceFindings(study: Study, { task, commit, undone }: Landing): Finding[] {
  const at = `Landing ${short(commit.sha)} of #${task}`;
  if (commit.parents.length !== 2)
    return [broken(`${at} has ${commit.parents.length} parents, a landing has two.`)];
  const submission = study.evidence.commits.get(commit.parents[1] ?? "");
  const step = submission && factsOf(submission).step;
  if (step?.kind !== "submit")
    return [broken(`${at} takes in ${short(commit.parents[1] ?? "")}, which is no submission.`)];
  if (step.task !== undefined && step.task !== task)
    return [broken(`${at} takes in ${short(commit.parents[1] ?? "")}, a submission of #${step.task}.`)];
  const tip = study.chains.tips.get(task);
  if (undone || !tip || !isOurs(tip) || standsOn(study, tip, commit.sha)) return [];
  const text = `${at} did not move the task's branch: its tip is ${short(tip.sha)}.`;
  // What a person dropped may come back beneath a submission that was made on top of it.
  return [personRewrote(study.evidence) ? note(text) : broken(text)];
}

/** A revert, a retry or what a person pushed may stand above the landing on its branch. */
function standsOn({ evidence }: Study, tip: Commit, sha: string): boolean {
  let at: Commit | undefined = tip;
  while (at && at.sha !== sha) at = evidence.commits.get(at.parents[0] ?? "");
  return at !== undefined;
}

/** On the branch's own line every landing is of a recorded task; other goals' landings come by a merge. */
function strangers({ evidence, history, log }: Study): Finding[] {
  const base = log.accepted[0]?.base;
  const found: Finding[] = [];
  let sha = history.head;
  while (sha !== undefined && sha !== base) {
    const commit: Commit | undefined = evidence.commits.get(sha);
    for (const task of commit ? factsOf(commit).lands : [])
      if (!log.tasks.has(task))
        found.push(broken(`Landing ${short(sha)} is of #${task}, which the log knows as no task.`));
    sha = commit?.parents[0];
  }
  return found;
}

/** The log names the landing that integration has. */
function notedElsewhere({ history, log, evidence }: Study): Finding[] {
  return log.landed.flatMap((entry) => {
    const merge = evidence.commits.get(entry.merge);
    if (!merge || !history.reached.has(entry.merge)) return [];
    const takes = factsOf(merge).lands.includes(entry.task) && merge.parents[1] === entry.submission;
    if (takes) return [];
    return [
      broken(
        `The log says that #${entry.task} landed as ${short(entry.merge)} from ${short(entry.submission)}; that commit says otherwise.`,
      ),
    ];
  });
}
