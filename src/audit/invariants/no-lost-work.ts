/** I7: every submission and every tip that the log speaks of can still be fetched. */

import { factsOf } from "../commit-facts.ts";
import { broken, type Finding, type Invariant } from "../invariant.ts";
import { short } from "../study/log-view.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const noLostWork: Invariant = {
  name: "I7",
  title: "no lost work",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...landedWork(study), ...endedWork(study)];
  },
};

const landedWork = ({ log, reachable }: Study): Finding[] =>
  log.landed
    .filter(({ submission }) => !reachable.has(submission))
    .map(({ task, submission }) =>
      broken(`No branch reaches ${short(submission)}, the submission of #${task}.`),
    );

/** When the log says that a task's branch was removed, that commit of the log keeps its tip as a parent. */
function endedWork({ log, evidence, chains }: Study): Finding[] {
  return log.ended.flatMap(({ task, at }) => {
    if (chains.tips.has(task)) return [];
    const kept = at.parents.slice(1);
    const lost = kept.filter((sha) => !evidence.commits.has(sha));
    const isKept = kept.some((sha) => {
      const tip = evidence.commits.get(sha);
      const facts = tip && factsOf(tip);
      return facts?.step?.task === task || facts?.lands.includes(task) || facts?.reverts.includes(task);
    });
    if (isKept) return [];
    const more = lost.length > 0 ? ` (missing: ${lost.map(short).join(", ")})` : "";
    return [broken(`The log ended #${task} in ${short(at.sha)} but keeps no tip of its branch${more}.`)];
  });
}
