/** What a process does in its lane before it acts (engine.ts): it reads, and it decides by the real rules. */

import { type Model, names } from "./model.ts";
import { deliveries } from "./results.ts";
import { begin } from "./round.ts";
import { type Bound, has, type Job, type Process, refOf, type State, spend, withProcess } from "./state.ts";
import type { Step } from "./step.ts";
import type { Left } from "./view.ts";

/** The lane's next round: with nothing taken for left, or with what a lease may show as left. */
export function loads(model: Model, state: State, index: number): readonly Step[] {
  const process = state.processes[index];
  if (!process?.up || process.round) return [];
  const plain = load(model, state, index, "none");
  const seen = new Set([plain?.round?.commands ?? 0]);
  const steps: Step[] = [];
  const add = (left: Left, next: Process | undefined, bound: Bound | undefined) => {
    if (!next) return;
    const budget = bound ? spend(state.budget, bound) : state.budget;
    const label = `${names[index]} reads${left === "none" ? "" : `, taking ${left} for left`}`;
    steps.push({ label, state: { ...withProcess(state, index, next), budget }, broken: [] });
  };
  add("none", plain, undefined);
  for (const [left, bound] of lefts) {
    if (!has(state, bound)) continue;
    const next = load(model, state, index, left);
    const commands = next?.round?.commands ?? 0;
    if (seen.has(commands)) continue;
    seen.add(commands);
    add(left, next, bound);
  }
  return [...steps, ...staleLoads(model, state, index), ...deliveries(model, state, index)];
}

const lefts: readonly (readonly [Left, Bound])[] = [
  ["renewal", "renewal"],
  ["log", "lease"],
  ["claims", "lease"],
  ["all", "lease"],
  ["time", "patience"],
];

/** GitHub's lists may be as they were at the last read, though git tells the present. */
function staleLoads(model: Model, state: State, index: number): readonly Step[] {
  const process = state.processes[index];
  if (!process || process.read === 0 || !has(state, "stale")) return [];
  const { issues, comments } = model.repos.get(process.read);
  const shown = { ...state, repo: { ...state.repo, issues, comments } };
  const next = load(model, shown, index, "none");
  if (!next) return [];
  const after = { ...withProcess(state, index, next), budget: spend(state.budget, "stale") };
  return [{ label: `${names[index]} reads stale lists`, state: after, broken: [] }];
}

/** Reads and decides. Undefined when nothing comes of it. */
export function load(model: Model, state: State, index: number, left: Left): Process | undefined {
  const old = state.processes[index];
  if (!old) return undefined;
  const snapshot = model.repos.number(state.repo);
  const process = { ...old, read: has(state, "stale") ? snapshot : 0 };
  const jobs = process.jobs.filter((job) => !isLost(model, state, job));
  const commands = model.decide(snapshot, index, process, left);
  if (commands === 0) return jobs.length < process.jobs.length ? { ...process, jobs } : undefined;
  const logTip = refOf(state.repo, "log");
  return begin(
    model,
    index,
    { ...process, jobs },
    { snapshot, commands, at: 0, answers: [], logTip, opened: logTip, lost: false },
  );
}

/** dropLost of jobs.ts: a worker whose claim is gone is stopped. */
function isLost(model: Model, { repo }: State, job: Job): boolean {
  if (job.kind !== "work") return false;
  const ref = refOf(repo, String(job.task));
  const tip = ref === 0 ? undefined : model.commits.get(ref).tip.state;
  return tip?.kind !== "submitted" && !(tip?.kind === "claimed" && tip.claim === job.claim);
}
