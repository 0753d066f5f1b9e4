/** I20: nothing follows an end without a person's word. */

import { factsOf } from "../commit-facts.ts";
import type { Evidence } from "../evidence.ts";
import { broken, type Finding, type Invariant } from "../invariant.ts";
import type { ChainStep } from "../study/chains.ts";
import { short } from "../study/log-view.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const terminalFrozen: Invariant = {
  name: "I20",
  title: "an end stays an end",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...study.chains.steps.flatMap((step) => afterEnd(study, step)), ...goalFindings(evidence)];
  },
};

function afterEnd(study: Study, { task, step, commit, under }: ChainStep): Finding[] {
  const at = `#${task}: ${step.kind} ${short(commit.sha)}`;
  if (step.kind === "retry")
    return isAskedFor(study, task) ? [] : [broken(`${at}, but the log knows no person's retry.`)];
  if (!under) return [];
  const last = factsOf(under);
  if (last.step?.kind === "end")
    return [broken(`${at} follows the end ${short(under.sha)} (${last.step.value}).`)];
  if (last.lands.includes(task)) return [broken(`${at} follows the landing ${short(under.sha)}.`)];
  return last.reverts.includes(task) ? [broken(`${at} follows the revert ${short(under.sha)}.`)] : [];
}

/** A retry counts on the task itself or on any plan above it. */
function isAskedFor({ log, evidence }: Study, task: number): boolean {
  const above = new Set<number>([evidence.goal]);
  for (let at: number | undefined = task; at !== undefined && !above.has(at); ) {
    above.add(at);
    at = (log.tasks.get(at) ?? log.plans.get(at))?.plan;
  }
  return log.said.some((said) => said.kind === "command" && said.word === "retry" && above.has(said.issue));
}

/** What came after a person opened the closed goal again is judged by its last end. */
function goalFindings(evidence: Evidence): Finding[] {
  const { log } = studyOf(evidence);
  const reopened = log.said.findLast(
    (said) => said.kind === "command" && said.word === "retry" && said.issue === evidence.goal,
  );
  const [first, ...more] = log.closed.filter(({ place }) => place > (reopened?.place ?? -1));
  if (!first) return [];
  const again = more.map((entry) =>
    broken(`The log ends the goal again in ${short(entry.at.sha)} (${entry.state}).`),
  );
  const begun = log.cycles
    .filter((cycle) => cycle.started.place > first.place)
    .map(({ started }) =>
      broken(`Cycle ${started.cycle} began in ${short(started.at.sha)}, after the goal's end.`),
    );
  return [...again, ...begun];
}
