/** A round's next effect, as it should go and as it may go wrong. */

import type { Effect } from "./effect.ts";
import { type Model, names } from "./model.ts";
import { begin } from "./round.ts";
import {
  has,
  type Job,
  type Process,
  type Round,
  refOf,
  type Sender,
  type State,
  spend,
  withProcess,
} from "./state.ts";
import type { Step } from "./step.ts";
import { movesOf, nonceOf, sendMoves, sentBy, writeIssues } from "./take.ts";

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
  const sender = senderOf(index, round);
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

const senderOf = (index: number, { logTip, snapshot, lost, answers }: Round): Sender => ({
  index,
  logTip,
  snapshot,
  lost,
  reread: answers.length > 0,
});

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
      answer === 0 ? round.logTip : (movesOf(model, state, senderOf(index, round), effect)[0]?.to ?? 0);
    const jobs = effect.ends && answer !== 0 ? without(process.jobs, effect.ends) : process.jobs;
    const answers = [...round.answers, answer];
    return begin(
      model,
      index,
      { ...process, jobs },
      { ...round, answers, logTip, lost: round.lost || answer === 0 },
    );
  }
  const landed = effect.kind === "land" && answer !== 0;
  const logMove = landed && movesOf(model, state, senderOf(index, round), effect).find(isLog);
  const logTip = logMove ? logMove.to : round.logTip;
  const starts =
    effect.kind === "step" && effect.starts && answer !== 0
      ? [effect.starts(answer, claimOf(model, answer))]
      : [];
  const jobs = [...process.jobs, ...starts];
  const answers = [...round.answers, answer];
  return begin(model, index, { ...process, jobs }, { ...round, answers, logTip });
}

const isLog = ({ ref }: { readonly ref: string }): boolean => ref === "log";

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
  const sender = senderOf(index, round);
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
