/** What must hold in every moment of a run, judged by the simulated forge's own record; each breach by its name. */

import { parseBranch } from "../../src/codec/branch-name.ts";
import { parseReverted, parseTrailers } from "../../src/codec/trailers.ts";
import type { Move } from "../../src/effect/mirror.ts";
import type { Branches, Transaction } from "./branches.ts";
import { untestedLanding } from "./gated.ts";
import { stolenClaim } from "./leases.ts";
import { entriesTo, vetoOn } from "./log-record.ts";
import type { Plan } from "./plan.ts";
import { earlyRevert, wrongBlame } from "./red.ts";
import { strangersEntry } from "./stewards.ts";

export interface Breach {
  readonly invariant: string;
  readonly what: string;
  readonly at: number;
}

export type Check = (
  branches: Branches,
  transaction: Transaction,
  goal: number,
  plan: Plan,
) => string | undefined;

const short = (id: string | undefined) => id?.slice(0, 8) ?? "nothing";

const taskOf = (branch: string): number | undefined => {
  const parsed = parseBranch(branch);
  return parsed?.kind === "task" ? parsed.task : undefined;
};

const trailersOf = (branches: Branches, id: string) => parseTrailers(branches.objects.read(id).message);

/** The first parents that a move of integration adds. */
const added = (branches: Branches, { from, to }: Move) =>
  to === undefined ? [] : branches.objects.chain(to, from);

const isIntegration = (goal: number) => (move: Move) => move.branch === `swarm/${goal}/integration`;

/** I1: every step of a task branch, and of the log, stands on the tip it replaces. */
const oneHolder: Check = (branches, { moves }) => {
  for (const { branch, from, to } of moves) {
    const isChain = taskOf(branch) !== undefined || branch.endsWith("/log");
    if (!isChain || from === undefined || to === undefined) continue;
    if (!branches.objects.ancestors(to).has(from))
      return `${branch} went from ${short(from)} to ${short(to)}, which does not stand on it`;
  }
  return undefined;
};

/** I2: integration moves only with the log, and takes in a task only with its branch, from the submission to the merge. */
const fencedLanding: Check = (branches, { moves }, goal) => {
  const move = moves.find(isIntegration(goal));
  // What begins again at green, because a person removed it, lands nothing.
  if (!move?.from) return undefined;
  if (!moves.some(({ branch }) => branch === `swarm/${goal}/log`))
    return `integration moved to ${short(move.to)} without the log`;
  for (const commit of added(branches, move)) {
    const task = Number(trailersOf(branches, commit.sha).get("Swarm-Task"));
    if (!task) continue;
    const own = moves.find((one) => taskOf(one.branch) === task);
    const submission = commit.parents[1];
    if (own?.to !== commit.sha || own.from !== submission || submission === undefined)
      return `#${task} landed as ${short(commit.sha)} without moving its branch from the submission`;
    if (!trailersOf(branches, submission).has("Swarm-Submit"))
      return `#${task} landed from ${short(submission)}, which is no submission`;
  }
  return undefined;
};

/** I3: no task is in integration twice. */
const landsOnce: Check = (branches, { moves }, goal) => {
  const move = moves.find(isIntegration(goal));
  if (move?.to === undefined) return undefined;
  const seen = new Set<number>();
  for (const commit of branches.objects.range(move.to, undefined)) {
    const task = Number(parseTrailers(commit.message).get("Swarm-Task"));
    for (const undone of parseReverted(commit.message)) seen.delete(undone);
    if (!task || commit.parents.length < 2) continue;
    if (seen.has(task)) return `#${task} landed twice, the second time as ${short(commit.sha)}`;
    seen.add(task);
  }
  return undefined;
};

/** A person set integration back, or removed it. */
export const rewrites =
  (branches: Branches, goal: number) =>
  ({ by, moves }: Transaction): boolean =>
    by === "ada" &&
    moves.some(
      ({ branch, from, to }) =>
        branch === `swarm/${goal}/integration` &&
        from !== undefined &&
        !(to && branches.objects.ancestors(to).has(from)),
    );

/** I6: we only move forward what exists, and remove only what is kept elsewhere. */
const noRewriting: Check = (branches, { moves }, goal) => {
  for (const { branch, from, to } of moves) {
    if (!branch.startsWith(`swarm/${goal}/`)) return `${branch} is not ours to move`;
    if (from === undefined) continue;
    // Green goes back once a person accepted that integration was rewritten.
    const isAllowed = branch.endsWith("/green") && branches.transactions.some(rewrites(branches, goal));
    if (to !== undefined && !isAllowed && !branches.objects.ancestors(to).has(from))
      return `${branch} was rewritten from ${short(from)} to ${short(to)}`;
    const log = branches.tips.get(`swarm/${goal}/log`);
    if (to === undefined && !(log && branches.objects.ancestors(log).has(from)))
      return `${branch} was removed at ${short(from)}, which nothing keeps`;
  }
  return undefined;
};

/** I20: after a tombstone or a landing only a retry or a revert may follow. */
const terminalIsFrozen: Check = (branches, { moves }) => {
  for (const { branch, from, to } of moves) {
    if (taskOf(branch) === undefined || from === undefined || to === undefined) continue;
    const before = trailersOf(branches, from);
    const after = trailersOf(branches, to);
    const isOver = before.has("Swarm-End") || before.has("Swarm-Task");
    if (isOver && !after.has("Swarm-Retry") && !after.has("Swarm-Revert"))
      return `${branch} went on after its end, from ${short(from)} to ${short(to)}`;
  }
  return undefined;
};

/** I8: nobody lands what the log that it has read says a person vetoed; at rest the audit looks for what did land. */
const vetoDominates: Check = (branches, { moves, knew }, goal) => {
  const move = moves.find(isIntegration(goal));
  // What begins again at green, because a person removed it, lands nothing.
  if (!move?.from || !knew) return undefined;
  const landed = added(branches, move).map((c) => Number(trailersOf(branches, c.sha).get("Swarm-Task")));
  const entries = entriesTo(branches, knew);
  const both = landed.find((task) => vetoOn(entries, task) !== undefined);
  return both === undefined ? undefined : `#${both} was landed by one who knew its veto`;
};

const checks: readonly (readonly [string, Check])[] = [
  ["I1", oneHolder],
  ["I1", stolenClaim],
  ["I1", strangersEntry],
  ["I2", fencedLanding],
  ["I3", landsOnce],
  ["I5", untestedLanding],
  ["I6", noRewriting],
  ["I8", vetoDominates],
  ["I20", terminalIsFrozen],
  ["L5", wrongBlame],
  ["L5", earlyRevert],
];

/** The first breach of each invariant by one of the swarm's own transactions. */
export function breachesOf(
  branches: Branches,
  transaction: Transaction,
  goal: number,
  plan: Plan,
): readonly Breach[] {
  if (transaction.by === "ada") return [];
  return checks.flatMap(([invariant, check]) => {
    const what = check(branches, transaction, goal, plan);
    return what === undefined ? [] : [{ invariant, what: `${transaction.by}: ${what}`, at: transaction.at }];
  });
}
