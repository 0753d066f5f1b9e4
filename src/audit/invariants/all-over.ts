/** L1: when a goal is over, so is everything beneath it. */

import { broken, type Finding, type Invariant } from "../invariant.ts";
import { endOf, type Study, studyOf } from "../study/study.ts";
import { ended } from "./applies.ts";

export const allOver: Invariant = {
  name: "L1",
  title: "everything comes to an end",
  applies: ended,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...tasks(study), ...cycles(study), ...openIssues(study)];
  },
};

const tasks = (study: Study): Finding[] =>
  [...study.log.tasks.keys()]
    .filter((task) => endOf(study, task) === undefined)
    .map((task) => broken(`The goal is ${study.closed?.state}, but task #${task} is not over.`));

const cycles = ({ log, closed }: Study): Finding[] =>
  log.cycles
    .filter((cycle) => !cycle.closed)
    .map(({ started }) =>
      broken(`The goal is ${closed?.state}, but cycle ${started.cycle} was never closed.`),
    );

function openIssues({ log, evidence, closed }: Study): Finding[] {
  const isOpen = (number: number) => evidence.issues.get(number)?.open === true;
  const of = (what: string, numbers: Iterable<number>) =>
    [...numbers]
      .filter(isOpen)
      .map((number) => broken(`The goal is ${closed?.state}, but ${what} #${number} is open.`));
  const reports = log.cycles.filter((cycle) => cycle.closed).map((cycle) => cycle.started.report);
  return [...of("task", log.tasks.keys()), ...of("plan", log.plans.keys()), ...of("report", reports)];
}
