/** I1: a task branch and the log are chains, so at any time one holder stood at the tip. */

import type { Step, StepKind } from "../commit-facts.ts";
import { factsOf, isOurs } from "../commit-facts.ts";
import type { Commit, Evidence } from "../evidence.ts";
import { broken, type Finding, type Invariant } from "../invariant.ts";
import type { ChainStep } from "../study/chains.ts";
import { short } from "../study/log-view.ts";
import { studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const oneHolder: Invariant = {
  name: "I1",
  title: "one holder at a time",
  applies: begun,
  check: (evidence) => [
    ...logFindings(evidence),
    ...studyOf(evidence).chains.steps.flatMap((step) => stepFindings(evidence, step)),
  ],
};

function logFindings(evidence: Evidence): Finding[] {
  const { log } = studyOf(evidence);
  if (!evidence.refs.has(`swarm/${evidence.goal}/log`))
    return [broken(`The goal has branches, but its log swarm/${evidence.goal}/log is gone.`)];
  return log.troubles.map((trouble) => broken(`${trouble[0]?.toUpperCase()}${trouble.slice(1)}.`));
}

/** What each step may stand on; a first step stands on no step. What follows an end is another invariant's question. */
const mayStandOn: Readonly<Record<StepKind, readonly (StepKind | "none")[]>> = {
  claim: ["none", "claim", "ask", "return", "retry", "end"],
  ask: ["claim"],
  submit: ["claim"],
  return: ["submit"],
  end: ["none", "claim", "ask", "return", "submit", "retry", "end"],
  retry: ["none", "claim", "ask", "return", "submit", "end", "retry"],
};

function stepFindings({ commits }: Evidence, { task, step, commit, under }: ChainStep): Finding[] {
  const at = `#${task}: ${step.kind} ${short(commit.sha)}`;
  if (step.task !== undefined && step.task !== task)
    return [broken(`${at} speaks of #${step.task}, on the branch of another task.`)];
  const last = under && factsOf(under).step;
  if (!mayStandOn[step.kind].includes(last?.kind ?? "none"))
    return [
      broken(`${at} stands on ${last ? `a ${last.kind}` : "no step of the task"} (${place(under?.sha)}).`),
    ];
  const expected = expectedAttempt(step, last ?? stepBeneath(commits, task, under));
  if (step.attempt === expected) return [];
  return [broken(`${at} says attempt ${step.attempt}, but what it stands on makes it attempt ${expected}.`)];
}

/** The newest step of the task beneath what people pushed, such as a merge of the default branch. */
function stepBeneath(
  commits: ReadonlyMap<string, Commit>,
  task: number,
  pushed: Commit | undefined,
): Step | undefined {
  const found: Step[] = [];
  const seen = new Set<Commit>();
  const open = [pushed];
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    const { step } = factsOf(commit);
    if (step?.task === task) found.push(step);
    if (seen.has(commit) || isOurs(commit)) continue;
    seen.add(commit);
    open.push(...commit.parents.flatMap((parent) => commits.get(parent) ?? []));
  }
  return found.sort((a, b) => b.attempt - a.attempt)[0];
}

/** A claim counts one up, unless it is the same claim's sign of life. */
function expectedAttempt(step: Step, last: Step | undefined): number {
  const before = last?.attempt ?? 0;
  const renews = last?.kind === "claim" && last.value === step.value && last.instance === step.instance;
  return step.kind === "claim" && !renews ? before + 1 : before;
}

const place = (sha: string | undefined): string => (sha === undefined ? "no commit" : short(sha));
