/** How the forge takes an effect: the refs and issues afterwards, what the sender hears, and which properties it broke. */

import { formatLogMessage } from "../../src/codec/log-entry.ts";
import type { Effect } from "./effect.ts";
import { closed } from "./effects-landing.ts";
import type { Model } from "./model.ts";
import { judgeMoves, type Sent } from "./properties.ts";
import { goal, type Move, type Repo, refOf, type Sender, type State } from "./state.ts";

export interface Taken {
  readonly repo: Repo;
  readonly answer: number;
  readonly broken: readonly string[];
}

/** The moves of a push as they leave; a step's commit gets a nonce that no living commit has. */
export function movesOf(model: Model, state: State, sender: Sender, effect: Effect): readonly Move[] {
  const { commits, mutant } = model;
  if (effect.kind === "land")
    return effect.unfenced ? effect.moves : [...effect.moves, logMove(model, sender, effect)];
  if (effect.kind === "move") return [{ ref: effect.ref, from: effect.from, to: effect.to }];
  if (effect.kind === "append") {
    const tip = effect.anyway ? refOf(state.repo, "log") : sender.logTip;
    const message = formatLogMessage(effect.subject, effect.entries);
    const onto = effect.anyway && !mutant.repeats ? sender.logTip : tip;
    const to = commits.make([...(onto === 0 ? [] : [onto]), ...effect.kept], message, []).id;
    return [{ ref: "log", from: effect.anyway ? undefined : tip, to }];
  }
  if (effect.kind !== "step") return [];
  const to = stepCommit(model, state, sender, effect);
  return [{ ref: String(effect.task), from: effect.from, to }];
}

function logMove(
  { commits }: Model,
  { logTip }: Sender,
  { subject, entries, moves }: Extract<Effect, { kind: "land" }>,
): Move {
  const kept = new Set(moves.flatMap(({ to }) => (to === 0 ? [] : [to])));
  const parents = [...(logTip === 0 ? [] : [logTip]), ...kept];
  return { ref: "log", from: logTip, to: commits.make(parents, formatLogMessage(subject, entries), []).id };
}

export const nonceOf = (model: Model, index: number, parents: readonly number[], count: number): string =>
  model.mutant.sameCommits ? "same" : `${index}-${parents.join("-")}-${count}`;

function stepCommit(
  model: Model,
  state: State,
  sender: Sender,
  { parents, tree, message }: Extract<Effect, { kind: "step" }>,
): number {
  const { commits } = model;
  for (let count = 0; ; count++) {
    const text = message(nonceOf(model, sender.index, parents, count));
    const known = commits.find(parents, text, tree);
    if (known === undefined || model.mutant.sameCommits || !isAlive(model, state, known))
      return commits.make(parents, text, tree).id;
  }
}

/** Something still knows this commit. */
function isAlive({ commits }: Model, { repo, late, processes }: State, commit: number): boolean {
  if (late.some(({ moves }) => moves.some((move) => move.to === commit))) return true;
  if (processes.some(({ jobs }) => jobs.some((job) => job.kind === "work" && job.tip === commit)))
    return true;
  return Object.values(repo.refs).some((tip) => tip !== 0 && commits.history(tip).has(commit));
}

/** The server's side of a push: each move with its expected value; `atomic` all or none. */
export function push(model: Model, repo: Repo, moves: readonly Move[], torn: boolean): Repo | undefined {
  const fits = (move: Move): boolean => {
    const present = refOf(repo, move.ref);
    if (move.from !== undefined) return present === move.from;
    if (model.mutant.forces || present === 0) return true;
    return move.to !== 0 && model.commits.history(move.to).has(present);
  };
  const taken = moves.filter(fits);
  if (taken.length === 0 || (!torn && taken.length < moves.length)) return undefined;
  return { ...repo, refs: { ...repo.refs, ...Object.fromEntries(taken.map((move) => [move.ref, move.to])) } };
}

/** Sends moves; answers what became of the first task's commit, or of all. */
export function sendMoves(
  model: Model,
  state: State,
  sender: Sender,
  effect: Effect,
  moves: readonly Move[],
): Taken {
  const after = push(model, state.repo, moves, effect.kind === "land" && effect.torn === true);
  const answer = effect.kind === "step" ? (moves[0]?.to ?? 0) : 1;
  if (!after) {
    const there = moves.every((move) => refOf(state.repo, move.ref) === move.to);
    const counts = there && (effect.kind === "land" || model.mutant.sameCommits);
    return { repo: state.repo, answer: counts || model.mutant.believes ? answer : 0, broken: [] };
  }
  return { repo: after, answer, broken: judgeMoves(model, state.repo, after, sender, sentBy(effect)) };
}

/** What the judge of moves needs to know of an effect. */
export const sentBy = (effect: Effect): Sent => ({
  kind: effect.kind,
  tasks: effect.kind === "land" ? effect.tasks : [],
});

/** Everything that is no push. */
export function writeIssues(repo: Repo, effect: Effect): Taken {
  const done = (issues: Repo["issues"], answer: number): Taken => ({
    repo: { ...repo, issues },
    answer,
    broken: [],
  });
  if (effect.kind === "read") {
    const open = repo.issues.some((row) => row.number === effect.issue && row.open);
    return { repo, answer: open ? 1 : closed, broken: [] };
  }
  if (effect.kind === "create") {
    const number = Math.max(goal + 20, ...repo.issues.map((row) => row.number)) + 1;
    const { intent, label } = effect;
    return done(
      [...repo.issues, { number, intent, open: true, labels: [label], reported: undefined }],
      number,
    );
  }
  if (effect.kind !== "patch") return { repo, answer: 1, broken: [] };
  if (effect.issue === goal)
    return { repo: { ...repo, goalLabels: effect.labels ?? repo.goalLabels }, answer: 1, broken: [] };
  const issues = repo.issues.map((row) =>
    row.number !== effect.issue
      ? row
      : {
          ...row,
          open: effect.open ?? row.open,
          labels: effect.labels ?? row.labels,
          reported: "reported" in effect ? effect.reported : row.reported,
        },
  );
  return done(issues, 1);
}
