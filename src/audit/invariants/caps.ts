/** I12: the swarm stays within GitHub's limits, and says nothing twice. */

import type { Comment } from "../evidence.ts";
import { broken, type Finding, type Invariant } from "../invariant.ts";
import { markerIn } from "../marker.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

const mostChildren = 100;
const mostLevels = 8;

export const caps: Invariant = {
  name: "I12",
  title: "bounded, and nothing said twice",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...children(study), ...levels(study), ...cycles(study), ...comments(study)];
  },
};

function children({ evidence, log }: Study): Finding[] {
  const counts = new Map<number, number>();
  const ours = new Set([evidence.goal, ...log.plans.keys()]);
  // Where the forge tells, an issue without a parent stands beside its plan, which had no room left.
  const isTold = [...evidence.issues.values()].some(({ parent }) => parent !== undefined);
  for (const issue of evidence.issues.values()) {
    const planned = log.tasks.get(issue.number) ?? log.plans.get(issue.number);
    const parent = isTold ? issue.parent : planned?.plan;
    if (parent !== undefined && ours.has(parent)) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > mostChildren)
    .map(([parent, count]) => broken(`#${parent} has ${count} sub-issues, more than ${mostChildren}.`));
}

function levels({ log, evidence }: Study): Finding[] {
  const depth = (plan: number): number => {
    let level = 0;
    for (
      let at: number | undefined = plan;
      at !== undefined && at !== evidence.goal && level <= mostLevels;
      level++
    )
      at = log.plans.get(at)?.plan;
    return level;
  };
  return [...log.plans.keys()]
    .filter((plan) => depth(plan) > mostLevels)
    .map((plan) => broken(`Plan #${plan} lies more than ${mostLevels} levels beneath the goal.`));
}

/** A person who opens a closed goal again allows as many once more. */
function cycles({ log, evidence }: Study): Finding[] {
  const again = log.said.filter(
    (said) => said.kind === "command" && said.word === "retry" && said.issue === evidence.goal,
  );
  const most = log.limits.cycles === undefined ? undefined : log.limits.cycles * (1 + again.length);
  if (most === undefined || log.cycles.length <= most) return [];
  return [broken(`${log.cycles.length} cycles began, ${most} were allowed.`)];
}

/** Among the app's own comments on the goal's issues. */
function comments({ evidence, log, isApp }: Study): Finding[] {
  const ours = new Set([
    evidence.goal,
    ...log.tasks.keys(),
    ...log.plans.keys(),
    ...log.cycles.map((cycle) => cycle.started.report),
  ]);
  const own = evidence.comments.filter(({ issue, author }) => ours.has(issue) && isApp(author));
  const altered = alteredIn(own);
  const seen = new Map<string, Comment>();
  const found: Finding[] = [];
  for (const comment of own) {
    if (altered.has(comment.id)) continue;
    const marker = markerIn(comment.body);
    const key = marker ? `${marker.goal} ${marker.kind} ${marker.name}` : comment.body;
    const first = seen.get(`${comment.issue} ${key}`);
    if (!first) seen.set(`${comment.issue} ${key}`, comment);
    else {
      const what = marker ? `two ${marker.kind} comments` : "the same comment twice";
      found.push(broken(`#${comment.issue} has ${what}: ${first.id} and ${comment.id}.`));
    }
  }
  return found;
}

/** Comments that somebody edited so that the app did not know them any more, and said their content anew. */
function alteredIn(own: readonly Comment[]): ReadonlySet<number> {
  const told = own.filter(({ body }) => markerIn(body)?.kind === "altered");
  const named = told.flatMap(({ body }) =>
    [...body.matchAll(/#issuecomment-(\d+)/g)].map((match) => match[1]),
  );
  return new Set(named.map(Number));
}
