/** What a process does in its lane (engine.ts): it reads and decides, then performs one effect after the other. */

import { isEntered } from "../../src/domain/entered.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber, sha } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { checked, planned } from "../support/builders.ts";
import type { Effect } from "./effect.ts";
import { type Model, names } from "./model.ts";
import {
  type Bound,
  has,
  type Job,
  type Process,
  type Round,
  refOf,
  type State,
  spend,
  withProcess,
} from "./state.ts";
import type { Step } from "./step.ts";
import { movesOf, nonceOf, sendMoves, sentBy, writeIssues } from "./take.ts";
import type { Left } from "./view.ts";
import { intentsOf } from "./worlds.ts";

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
  return [...steps, ...deliveries(model, state, index)];
}

const lefts: readonly (readonly [Left, Bound])[] = [
  ["renewal", "renewal"],
  ["log", "lease"],
  ["claims", "lease"],
  ["all", "lease"],
];

/** Reads and decides. Undefined when nothing comes of it. */
export function load(model: Model, state: State, index: number, left: Left): Process | undefined {
  const process = state.processes[index];
  if (!process) return undefined;
  const snapshot = model.repos.number(state.repo);
  const jobs = process.jobs.filter((job) => !isLost(model, state, job));
  const commands = model.decide(snapshot, index, process, left);
  if (commands === 0) return jobs.length < process.jobs.length ? { ...process, jobs } : undefined;
  const logTip = refOf(state.repo, "log");
  return begin(
    model,
    index,
    { ...process, jobs },
    { snapshot, commands, at: 0, answers: [], logTip, lost: false },
  );
}

/** dropLost of jobs.ts: a worker whose claim is gone is stopped. */
function isLost(model: Model, { repo }: State, job: Job): boolean {
  if (job.kind !== "work") return false;
  const ref = refOf(repo, String(job.task));
  const tip = ref === 0 ? undefined : model.commits.get(ref).tip.state;
  return tip?.kind !== "submitted" && !(tip?.kind === "claimed" && tip.claim === job.claim);
}

/** Results of slow jobs enter the log; another's steward's are dropped (enterResults of engine.ts). */
function deliveries(model: Model, state: State, index: number): readonly Step[] {
  const process = state.processes[index];
  return (process?.jobs ?? []).flatMap((job) => {
    if (!process || job.kind === "work") return [];
    const next = deliver(model, state, index, process, job);
    return [
      {
        label: `${names[index]} has the result of its ${job.kind}`,
        state: withProcess(state, index, next),
        broken: [],
      },
    ];
  });
}

export function deliver(model: Model, state: State, index: number, process: Process, job: Job): Process {
  const logTip = refOf(state.repo, "log");
  const log = model.commits.log(logTip);
  const entry = resultOf(model, job);
  const isUseless = log.steward !== names[index] || (!model.mutant.entersAgain && isEntered(log, entry));
  if (isUseless) return { ...process, jobs: process.jobs.filter((one) => one !== job) };
  const snapshot = model.repos.number(state.repo);
  const commands = model.acts.number([{ kind: "enter", job, entry }]);
  return begin(model, index, process, { snapshot, commands, at: 0, answers: [], logTip, lost: false });
}

/** What the job brings: planners ask once for all tasks, checks pass, the judge is content. */
function resultOf(model: Model, job: Job): Entry {
  if (job.kind === "check") return checked(sha(job.commit));
  if (job.kind === "judge") {
    const judgement = { verdict: "done" as const, summary: "Done.", evidence: [] };
    return { kind: "verdict", cycle: job.cycle, commit: sha(job.commit), judgement, spent: nothingSpent };
  }
  if (job.kind !== "plan") throw new Error("A worker brings nothing for the log.");
  const { plan, cycle, wake, events } = job;
  const intents = wake === 1 && cycle === 1 ? intentsOf(model.spec) : [];
  return planned({ plan: issueNumber(plan), cycle, wake, seen: events, intents });
}

/** Goes on to the next effect outside; jobs begin on the way. */
function begin(model: Model, index: number, process: Process, round: Round): Process {
  let { jobs } = process;
  for (let now = round; ; now = { ...now, at: now.at + 1, answers: [] }) {
    const { effect, starts } = model.next(index, now);
    jobs = [...jobs, ...starts];
    if (effect?.kind === "throw") return { ...process, jobs, round: undefined };
    if (effect) return { ...process, jobs, round: now };
    if (now.at >= model.acts.get(now.commands).length) return { ...process, jobs, round: undefined };
  }
}

/** The next effect of a round, as it should go and as it may go wrong. */
export function effects(model: Model, state: State, index: number): readonly Step[] {
  const process = state.processes[index];
  const round = process?.round;
  if (!process?.up || !round) return [];
  const { effect } = model.next(index, round);
  if (!effect) return [];
  const steps = [perform(model, state, index, process, round, effect)];
  if (has(state, "late")) steps.push(...lateSteps(model, state, index, process, round, effect));
  return steps;
}

function perform(
  model: Model,
  state: State,
  index: number,
  process: Process,
  round: Round,
  effect: Effect,
): Step {
  const sender = { index, logTip: round.logTip, snapshot: round.snapshot, lost: round.lost };
  const moves = movesOf(model, state, sender, effect);
  const taken =
    moves.length > 0 ? sendMoves(model, state, sender, effect, moves) : writeIssues(state.repo, effect);
  const label = `${names[index]}: ${labelOf(effect)}${taken.answer === 0 ? " is refused" : ""}`;
  const next = after(model, state, index, process, round, effect, taken.answer);
  const broken = [...taken.broken, ...falseClaims(state, taken.repo, effect, taken.answer)];
  return { label, state: { ...withProcess(state, index, next), repo: taken.repo }, broken };
}

/** I1: whoever starts to work holds the branch, alone. */
function falseClaims({ processes }: State, repo: State["repo"], effect: Effect, answer: number): string[] {
  if (effect.kind !== "step" || !effect.starts || answer === 0) return [];
  if (refOf(repo, String(effect.task)) !== answer)
    return [`I1: #${effect.task} is worked on without a claim`];
  const held = processes.some(({ jobs }) => jobs.some((job) => job.kind === "work" && job.tip === answer));
  return held ? [`I1: two workers hold the same claim of #${effect.task}`] : [];
}

/** The process once it heard the answer. */
function after(
  model: Model,
  state: State,
  index: number,
  process: Process,
  round: Round,
  effect: Effect,
  answer: number,
): Process {
  if (effect.kind === "append") {
    if (answer === 0 && !model.mutant.staysSteward) return { ...process, round: undefined };
    const logTip =
      answer === 0 ? round.logTip : (movesOf(model, state, { index, ...round }, effect)[0]?.to ?? 0);
    const jobs = effect.ends && answer !== 0 ? without(process.jobs, effect.ends) : process.jobs;
    const answers = [...round.answers, answer];
    return begin(model, index, { ...process, jobs }, { ...round, answers, logTip, lost: answer === 0 });
  }
  const starts =
    effect.kind === "step" && effect.starts && answer !== 0
      ? [effect.starts(answer, claimOf(model, answer))]
      : [];
  const jobs = [...process.jobs, ...starts];
  return begin(model, index, { ...process, jobs }, { ...round, answers: [...round.answers, answer] });
}

const without = (jobs: readonly Job[], ended: Job): readonly Job[] =>
  jobs.filter((job) => JSON.stringify(job) !== JSON.stringify(ended));

function claimOf(model: Model, commit: number): string {
  const state = model.commits.get(commit).tip.state;
  return state?.kind === "claimed" ? state.claim : nonceOf(model, 0, [], 0);
}

/** An answer that is lost: the push may arrive later or never; an issue is there all the same. */
function lateSteps(
  model: Model,
  state: State,
  index: number,
  process: Process,
  round: Round,
  effect: Effect,
): readonly Step[] {
  const budget = spend(state.budget, "late");
  const sender = { index, logTip: round.logTip, snapshot: round.snapshot, lost: round.lost };
  if (effect.kind === "create" || effect.kind === "patch") {
    const { repo } = writeIssues(state.repo, effect);
    const next = { ...withProcess(state, index, { ...process, round: undefined }), repo, budget };
    return [{ label: `${names[index]}: ${labelOf(effect)}, unheard`, state: next, broken: [] }];
  }
  const moves = movesOf(model, state, sender, effect);
  if (moves.length === 0) return [];
  const { kind, tasks } = sentBy(effect);
  const late = [...state.late, { kind: kind as "step", moves, tasks, sender }];
  const repeat = effect.kind === "append" && model.mutant.repeats;
  const next = repeat
    ? begin(model, index, process, round)
    : after(model, state, index, process, round, effect, 0);
  const label = `${names[index]}: ${labelOf(effect)} is under way, its sender gives up`;
  return [{ label, state: { ...withProcess(state, index, next), late, budget }, broken: [] }];
}

export function labelOf(effect: Effect): string {
  switch (effect.kind) {
    case "step":
      return `a step on #${effect.task}`;
    case "append":
      return `the log says "${effect.subject}"`;
    case "land":
      return `landing ${effect.tasks.map((task) => `#${task}`).join(", ")}`;
    case "move":
      return `${effect.ref} ${effect.to === 0 ? "goes" : "moves"}`;
    case "create":
      return `an issue for ${effect.intent}`;
    case "patch":
      return `#${effect.issue} ${effect.open === false ? "is closed" : "is labelled"}`;
    case "read":
      return `#${effect.issue} is read again`;
    default:
      return effect.kind;
  }
}
