/** What every move of a ref must respect; each breach by the name of its property. */

import { parseLogMessage } from "../../src/codec/log-entry.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { isVetoed } from "../../src/domain/tree.ts";
import { idOf } from "./commits.ts";
import { type Model, names } from "./model.ts";
import { fresh, type Repo, refOf, type Sender } from "./state.ts";
import { treeChecks } from "./tree-properties.ts";

/** The kind of a push, and the tasks it lands. */
export interface Sent {
  readonly kind: string;
  readonly tasks: readonly number[];
}

export type Check = (
  model: Model,
  before: Repo,
  after: Repo,
  sender: Sender,
  sent: Sent,
) => readonly string[];

/** The names of the properties that these moves of ours broke. */
export function judgeMoves(
  model: Model,
  before: Repo,
  after: Repo,
  sender: Sender,
  sent: Sent,
): readonly string[] {
  return checks.flatMap((check) => check(model, before, after, sender, sent));
}

const moved = (before: Repo, after: Repo): readonly (readonly [string, number, number])[] =>
  Object.keys(after.refs)
    .map((ref) => [ref, refOf(before, ref), refOf(after, ref)] as const)
    .filter(([, from, to]) => from !== to);

/** I1: a step and an append stand on the tip they replace; only the steward writes the log and lands. */
const oneHolder: Check = ({ commits }, before, after, sender, sent) => {
  const broken: string[] = [];
  for (const [ref, from, to] of moved(before, after)) {
    const first = to === 0 ? undefined : commits.get(to).parents[0];
    const kept = commits.log(refOf(before, "log")).ended.get(Number(ref))?.tip;
    const isBack = kept !== undefined && first === idOf(kept);
    const begins = first !== undefined && commits.history(refOf(before, "integration") || first).has(first);
    if (sent.kind === "step" && from === 0 && !begins && !isBack)
      broken.push(`I1: a step on #${ref} stands on what is not there any more`);
    const isChain = ref === "log" || sent.kind === "step";
    if (isChain && from !== 0 && to !== 0 && !commits.history(to).has(from))
      broken.push(`I1: ${ref} moved to what does not stand on its tip`);
  }
  const name = names[sender.index];
  const tip = refOf(after, "log");
  const { steward: present } = commits.log(refOf(before, "log"));
  if (refOf(before, "integration") !== refOf(after, "integration") && present !== name)
    broken.push(`I1: ${name} moved integration though ${present} is the steward`);
  if (tip !== refOf(before, "log")) {
    const entries: readonly Entry[] = parseLogMessage(commits.get(tip).message, 0);
    const steward = commits.log(refOf(before, "log")).steward;
    if (entries[0]?.kind !== "steward" && steward !== name)
      broken.push(`I1: ${name} wrote to the log of ${steward}`);
  }
  if (sender.lost && sent.kind !== "step") broken.push(`I1: ${name} acts as steward though it was refused`);
  return broken;
};

/** I2: integration takes in a task only together with its branch, from the submission to the merge; nothing else moves a submission but an end or a return. */
const fencedLanding: Check = ({ commits }, before, after, _sender, sent) => {
  const broken: string[] = [];
  const old = refOf(before, "integration");
  const head = refOf(after, "integration");
  const known = old === 0 ? new Set<number>() : commits.history(old);
  if (head !== old && head !== 0)
    for (const id of commits.history(head)) {
      const { lands, parents } = commits.get(id);
      if (lands === undefined || known.has(id)) continue;
      const was = refOf(before, String(lands));
      if (refOf(after, String(lands)) !== id || was !== parents[1])
        broken.push(`I2: #${lands} landed without moving its branch from the submission`);
      else if (commits.get(was).tip.state.kind !== "submitted")
        broken.push(`I2: #${lands} landed from what is no submission`);
    }
  for (const [ref, from, to] of moved(before, after)) {
    if (!/^\d/.test(ref) || from === 0 || commits.get(from).tip.state.kind !== "submitted") continue;
    if (to === 0) continue;
    const next = commits.get(to).tip.state.kind;
    if (!["landed", "returned", "ended"].includes(next) || (next === "landed" && sent.kind !== "land"))
      broken.push(`I2: the submission of #${ref} became ${next}`);
  }
  return broken;
};

/** I3: no task is twice in integration. */
const landsOnce: Check = ({ commits }, before, after) => {
  const head = refOf(after, "integration");
  if (head === refOf(before, "integration") || head === 0) return [];
  const seen = new Map<number, number>();
  for (const id of commits.history(head)) {
    const { lands, reverts } = commits.get(id);
    if (lands) seen.set(lands, (seen.get(lands) ?? 0) + 1);
    for (const undone of reverts) seen.set(undone, (seen.get(undone) ?? 0) - 1);
  }
  return [...seen].flatMap(([task, times]) => (times > 1 ? [`I3: #${task} landed ${times} times`] : []));
};

/** I6 and I7: refs go forward, and what was pushed stays reachable. */
const nothingLost: Check = ({ commits }, before, after) => {
  const tips = Object.values(after.refs).filter((tip) => tip !== 0);
  return moved(before, after).flatMap(([ref, from, to]) => {
    if (from === 0) return [];
    const lost = !tips.some((tip) => commits.history(tip).has(from));
    const rewritten = to !== 0 && !commits.history(to).has(from);
    return [
      ...(rewritten ? [`I6: ${ref} was rewritten`] : []),
      ...(lost ? [`I7: the tip of ${ref} is reachable from nowhere`] : []),
    ];
  });
};

/** I1, I4 and I8: only the steward lands, nothing vetoed, and nothing that it knew to be closed; `strict` counts what nobody could know in time, too. */
const noLandingAgainstPeople: Check = (model, before, _after, sender, sent) => {
  if (sent.kind !== "land") return [];
  const log = model.commits.log(refOf(before, "log"));
  const now = { ...model.world(sender.snapshot, 0, fresh, "none"), ...model.common(sender.snapshot), log };
  const name = names[sender.index];
  const isClosed = (task: number) => before.issues.some((row) => row.number === task && !row.open);
  return sent.tasks.flatMap((task) => [
    ...(isVetoed(now, task) ? [`I8: #${task} landed after its veto was registered`] : []),
    ...(log.steward === name ? [] : [`I1: ${name} landed #${task} after it was replaced`]),
    ...(isClosed(task) && !sender.reread
      ? [`I4: #${task} landed though it was closed, and nobody looked`]
      : []),
    ...(model.spec.strict && isClosed(task) ? [`I4 window: #${task} landed after its issue was closed`] : []),
  ]);
};

/** I13: an intent keeps the number it was recorded with. */
const oneNumber: Check = ({ commits }, before, after) => {
  if (refOf(before, "log") === refOf(after, "log")) return [];
  const old = commits.log(refOf(before, "log")).planned;
  const present = commits.log(refOf(after, "log")).planned;
  return [...old].flatMap(([name, { number }]) =>
    number !== undefined && present.get(name)?.number !== number
      ? [`I13: ${name} was #${number} and is now #${present.get(name)?.number}`]
      : [],
  );
};

/** I20: what was over stays as it ended; a landing may be taken back, and each word of a person brings an end back once. */
const frozen: Check = (model, before, after) => {
  const present = model.taskStates(after);
  return [...model.taskStates(before)].flatMap(([task, state]) => {
    const over = /^(landed|reverted|ended)/.test(state);
    const takenBack = state === "landed" && present.get(task) === "reverted";
    const isRetried =
      state.startsWith("ended") && retriesOf(model, after, task) > retriesOf(model, before, task);
    return over && present.get(task) !== state && !takenBack && !isRetried
      ? [`I20: #${task} was ${state} and is ${present.get(task)}`]
      : [];
  });
};

/** How often it was tried again, of as often as people wanted it. */
function retriesOf({ commits }: Model, repo: Repo, task: number): number {
  const log = commits.log(refOf(repo, "log"));
  const tip = refOf(repo, String(task));
  const had = tip === 0 ? 0 : (commits.get(tip).tip.facts.retries ?? 0);
  return Math.min(log.retries.get(task) ?? 0, Math.max(had, log.ended.get(task)?.retries ?? 0));
}

const checks = [
  oneHolder,
  fencedLanding,
  landsOnce,
  nothingLost,
  noLandingAgainstPeople,
  oneNumber,
  frozen,
  ...treeChecks,
];
