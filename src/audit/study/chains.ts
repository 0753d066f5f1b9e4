/** The steps of each task's own branch: from a tip down to where it left integration. */

import { factsOf, type Step } from "../commit-facts.ts";
import type { Commit, Evidence } from "../evidence.ts";
import type { History } from "./history.ts";
import type { LogView } from "./log-view.ts";

export interface ChainStep {
  readonly task: number;
  readonly step: Step;
  readonly commit: Commit;
  /** What it stands on; undefined beyond what is known. */
  readonly under: Commit | undefined;
}

export interface Chains {
  /** The commit at the tip of each task branch that there is. */
  readonly tips: ReadonlyMap<number, Commit>;
  /** Every step that a branch, a landing or the log still holds, once. */
  readonly steps: readonly ChainStep[];
  /** How often tasks were tried again, as their steps say. */
  readonly retries: ReadonlyMap<number, number>;
}

const pattern = /^swarm\/(\d+)\/task-(\d+)$/;

export function readChains(evidence: Evidence, log: LogView, history: History): Chains {
  const tips = new Map<number, Commit>();
  for (const [name, sha] of evidence.refs) {
    const match = pattern.exec(name);
    const commit = evidence.commits.get(sha);
    if (match && commit && Number(match[1]) === evidence.goal) tips.set(Number(match[2]), commit);
  }
  const seen = new Set<string>();
  const steps: ChainStep[] = [];
  const walk = (task: number | undefined, from: string | undefined) => {
    let sha = from;
    while (sha !== undefined && !seen.has(sha)) {
      const commit = evidence.commits.get(sha);
      const step = commit && factsOf(commit).step;
      const own = task ?? step?.task;
      if (!commit || !step || own === undefined) return;
      seen.add(sha);
      sha = commit.parents[0];
      steps.push({
        task: own,
        step,
        commit,
        under: sha === undefined ? undefined : evidence.commits.get(sha),
      });
    }
  };
  for (const [task, tip] of tips) {
    walk(task, tip.sha);
    if (factsOf(tip).lands.includes(task)) walk(task, tip.parents[1]);
  }
  for (const landings of history.landings.values())
    for (const { task, commit } of landings) if (log.tasks.has(task)) walk(task, commit.parents[1]);
  for (const commit of log.commits) for (const kept of commit.parents.slice(1)) walk(undefined, kept);
  const retries = new Map<number, number>();
  for (const { task, step } of steps)
    if (step.kind === "retry") retries.set(task, Math.max(retries.get(task) ?? 0, Number(step.value) || 1));
  return { tips, steps, retries };
}
