/** I13: each intent became one issue, each cycle has one report and one verdict. */

import type { Issue } from "../evidence.ts";
import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import { markerIn } from "../marker.ts";
import type { Cycle } from "../study/log-view.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const oneEffect: Invariant = {
  name: "I13",
  title: "one effect per key",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...recorded(study), ...copies(study), ...verdicts(study), ...pulls(study)];
  },
};

function recorded({ log, evidence }: Study): Finding[] {
  const takenBy = new Map<number, string>();
  return [...log.intents.values()].flatMap(({ name, numbers }) => {
    const found: Finding[] = [];
    const different = [...new Set(numbers)];
    if (numbers.length > 1)
      found.push(broken(`The log recorded ${name} ${numbers.length} times: ${list(numbers)}.`));
    for (const number of different) {
      const other = takenBy.get(number);
      if (other) found.push(broken(`The log took #${number} for both ${other} and ${name}.`));
      takenBy.set(number, name);
      if (!evidence.issues.has(number)) found.push(note(`#${number}, recorded for ${name}, is gone.`));
    }
    return found;
  });
}

/** Issues of the app that carry the same intent; only the recorded one may stay open. */
function copies(study: Study): Finding[] {
  const { log } = study;
  const own = new Map(
    log.cycles.map(({ started }) => [`${study.evidence.goal}/cycle-${started.cycle}`, started.report]),
  );
  return [...byIntent(study)].flatMap(([name, issues]) => {
    const open = issues.filter((issue) => issue.open).map((issue) => issue.number);
    if (open.length > 1) return [broken(`${name} is open ${open.length} times: ${list(open)}.`)];
    const number = log.intents.get(name)?.numbers[0] ?? own.get(name);
    const copy = open.find((one) => one !== number);
    if (copy === undefined || (number === undefined && !study.closed)) return [];
    const real = number === undefined ? "The log never recorded it" : `The log recorded #${number}`;
    return [broken(`#${copy} is open and carries the marker of ${name}. ${real}.`)];
  });
}

function byIntent({ evidence, isApp }: Study): ReadonlyMap<string, readonly Issue[]> {
  const found = new Map<string, Issue[]>();
  for (const issue of evidence.issues.values()) {
    if (!isApp(issue.author)) continue;
    const marker = markerIn(issue.body);
    if (marker?.kind !== "intent" || marker.goal !== evidence.goal) continue;
    found.set(marker.name, [...(found.get(marker.name) ?? []), issue]);
  }
  return found;
}

function verdicts(study: Study): Finding[] {
  return study.log.cycles.flatMap((cycle) => {
    const { report, cycle: number } = cycle.started;
    const count = verdictComments(study, cycle);
    if (count > 1)
      return [broken(`#${report}, the report of cycle ${number}, has ${count} verdict comments.`)];
    if (!cycle.closed || !cycle.verdict || count === 1 || !study.evidence.issues.has(report)) return [];
    return [
      note(
        `#${report}, the report of cycle ${number}, has no verdict comment: it is gone, or was never written.`,
      ),
    ];
  });
}

const verdictComments = ({ evidence, isApp }: Study, { started }: Cycle): number =>
  evidence.comments.filter(
    (comment) =>
      comment.issue === started.report &&
      isApp(comment.author) &&
      comment.body.startsWith(`## Verdict of cycle ${started.cycle}:`),
  ).length;

function pulls({ evidence }: Study): Finding[] {
  const open = evidence.pulls.filter((pull) => pull.open).map((pull) => pull.number);
  return open.length < 2 ? [] : [broken(`${open.length} pull requests offer the result: ${list(open)}.`)];
}

const list = (numbers: readonly number[]): string => numbers.map((number) => `#${number}`).join(", ");
