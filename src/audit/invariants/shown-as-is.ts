/** L4: what people see on GitHub agrees with the refs and the log once the goal is over. */

import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import { reach } from "../study/history.ts";
import { short } from "../study/log-view.ts";
import { personRewrote } from "../study/rewrites.ts";
import { endOf, landingsOf, type Study, studyOf } from "../study/study.ts";
import { ended } from "./applies.ts";

export const shownAsIs: Invariant = {
  name: "L4",
  title: "GitHub shows what is",
  applies: ended,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...labels(study), ...cycles(study), ...pull(study)];
  },
};

const passing = ["swarm:claimed", "swarm:needs-answer"];

function labels(study: Study): Finding[] {
  return [...study.log.tasks.keys()].flatMap((task) => {
    const issue = study.evidence.issues.get(task);
    if (!issue || issue.open) return [];
    const stale = issue.labels.filter((label) => passing.includes(label));
    const landed = endOf(study, task) === "landed";
    const wrong = landed ? issue.labels.filter((label) => label === "swarm:failed") : [];
    return [...stale, ...wrong].map((label) => broken(`#${task} is closed and still carries ${label}.`));
  });
}

/** Closed cycles have a closed milestone, and there is one report for each cycle that began. */
function cycles({ log, evidence }: Study): Finding[] {
  const found: Finding[] = [];
  const milestones = new Map(evidence.milestones.map((milestone) => [milestone.number, milestone]));
  const reports = new Map<number, number>();
  for (const { started, closed } of log.cycles) {
    const milestone = milestones.get(started.milestone);
    if (closed && milestone?.open)
      found.push(broken(`Cycle ${started.cycle} is closed, but its milestone "${milestone.title}" is open.`));
    reports.set(started.cycle, (reports.get(started.cycle) ?? 0) + 1);
  }
  for (const [cycle, count] of reports)
    if (count > 1) found.push(broken(`Cycle ${cycle} began ${count} times, each with a report.`));
  return found;
}

/** A done goal that landed something offers one pull request, at the commit that was judged. */
function pull(study: Study): Finding[] {
  const { closed, log, evidence, history } = study;
  if (closed?.state !== "done") return [];
  const judged = log.cycles.findLast((cycle) => cycle.verdict)?.verdict?.commit;
  const landed = [...log.tasks.keys()].some((task) => landingsOf(study, task).length > 0);
  if (evidence.pulls.length > 1)
    return [
      broken(
        `The goal has ${evidence.pulls.length} pull requests: ${evidence.pulls.map((p) => `#${p.number}`).join(", ")}.`,
      ),
    ];
  const [only] = evidence.pulls;
  if (!only && landed && closed.isRefused)
    return [note("The goal is done without a pull request: GitHub refused it, as the log says.")];
  if (!only) return landed ? [broken("The goal is done and work landed, but there is no pull request.")] : [];
  if (only.head === judged || judged === undefined || personRewrote(evidence)) return [];
  // A person may add commits to the branch; the swarm may not.
  const before = reach(evidence.commits, [judged]);
  const landings = [...log.tasks.keys()].flatMap((task) => landingsOf(study, task));
  const since = landings.filter(({ commit }) => !before.has(commit.sha));
  if (history.reached.has(judged) && since.length === 0) return [];
  return [broken(`Pull request #${only.number} is at ${short(only.head)}, but ${short(judged)} was judged.`)];
}
