/** What must be true when a run has come to rest: liveness, and what people see. */

import { budget } from "../../src/audit/invariants/budget.ts";
import { checkInvariants } from "../../src/audit/verdicts.ts";
import { parseMarker } from "../../src/codec/marker.ts";
import { isOver, tasksOf } from "../../src/domain/task.ts";
import type { World } from "../../src/domain/world.ts";
import type { Branches, Transaction } from "./branches.ts";
import { evidenceOf } from "./evidence.ts";
import { type Breach, rewrites } from "./invariants.ts";
import { secret } from "./process.ts";
import { people, type Tracker } from "./tracker.ts";

export interface Rest {
  readonly goal: number;
  readonly at: number;
  readonly branches: Branches;
  readonly tracker: Tracker;
  /** The last world that any process settled in after the goal was closed. */
  readonly world: World | undefined;
  /** Writes that a last look at the settled repository made. */
  readonly idleWrites: readonly string[];
}

/** Every breach at rest. */
export function breachesAtRest(rest: Rest): readonly Breach[] {
  const { world, at } = rest;
  const breach = (invariant: string) => (what: string) => ({ invariant, what, at });
  if (!world?.log.closed) return [breach("L1")(`The goal did not end: ${standOf(rest)}`)];
  return [
    ...tasksOf(world)
      .filter((task) => !isOver(task))
      .map((task) => breach("L1")(`#${task.number} is ${task.state} though the goal is closed`)),
    ...leftBranches(rest).map(breach("L3")),
    ...doubles(rest).map(breach("I13")),
    ...unexplained(rest, world).map(breach("I4")),
    ...wrongLabels(rest, world).map(breach("L4")),
    ...rest.idleWrites.map(breach("L6")),
    ...audited(rest),
  ];
}

/** What nobody deleted must not be taken for gone: its task would be cancelled, or its goal stopped. */
export const wronglyGone = ({ gone }: World, { issues }: Tracker, at: number): readonly Breach[] =>
  [...gone]
    .filter((number) => issues.has(number))
    .map((number) => ({ invariant: "I4", what: `#${number} is there, and taken for gone`, at }));

/** Whether what was just granted is covered, as the audit adds it up. */
export function overGranted(
  { moves }: Transaction,
  { goal, at, branches, tracker }: Omit<Rest, "world" | "idleWrites">,
): readonly Breach[] {
  const log = moves.find(({ branch, to }) => to && branch === `swarm/${goal}/log`)?.to;
  if (!log || !branches.objects.read(log).message.includes('"granted"')) return [];
  return budget
    .check(evidenceOf(goal, at, branches, tracker))
    .map(({ text }) => ({ invariant: budget.name, what: `audit: ${text}`, at }));
}

/** What `stigmergy audit` would say of the same repository. */
function audited({ goal, at, branches, tracker }: Rest): readonly Breach[] {
  return checkInvariants(evidenceOf(goal, at, branches, tracker)).flatMap(({ name, findings }) =>
    findings
      .filter((finding) => finding.kind === "broken")
      .map(({ text }) => ({ invariant: name, what: `audit: ${text}`, at })),
  );
}

function standOf({ world, branches, goal }: Rest): string {
  if (!world) return "nobody ever read it";
  const tasks = tasksOf(world).map((task) => `#${task.number} ${task.state}`);
  const log = branches.tips.get(`swarm/${goal}/log`);
  const last = log ? branches.objects.read(log).message.split("\n")[0] : "";
  return `${tasks.join(", ") || "no tasks"}; cycles ${world.log.cycles.length}; the log ends with "${last}"`;
}

function leftBranches({ branches, goal }: Rest): readonly string[] {
  const name = `swarm/${goal}/integration`;
  // A person who sets it back leaves landings on their own branches.
  const moves = branches.transactions.flatMap((one) => one.moves.filter(({ branch }) => branch === name));
  const kept = new Set(moves.flatMap(({ to }) => (to ? [...branches.objects.ancestors(to)] : [])));
  const byHand = new Set(
    branches.transactions.flatMap(({ by, moves }) => (by === "ada" ? moves : [])).map((m) => m.to),
  );
  // A landing that a person dropped with its branch may come back beneath another: then the branch says less.
  const taken = new Set(
    branches.transactions.flatMap(({ by, moves }) => (by === "ada" ? moves.map(({ branch }) => branch) : [])),
  );
  const dropped = branches.transactions.some(rewrites(branches, goal)) ? taken : new Set<string>();
  return [...branches.tips]
    .filter(([name, tip]) => name.startsWith(`swarm/${goal}/task-`) && !byHand.has(tip) && !dropped.has(name))
    .filter(([, tip]) => !kept.has(tip))
    .map(([name]) => `${name} is left over`);
}

/** One open issue per intent, one comment per purpose. */
function doubles({ tracker }: Rest): readonly string[] {
  const found: string[] = [];
  const open = new Map<string, number>();
  for (const issue of [...tracker.issues.values()].map((states) => states.at(-1))) {
    const name = issue?.author === people.app ? parseMarker(issue.body, secret)?.name : undefined;
    if (!issue || name === undefined || issue.state === "closed") continue;
    const other = open.get(name);
    if (other !== undefined) found.push(`#${other} and #${issue.number} are both ${name}`);
    open.set(name, issue.number);
  }
  const said = new Map<string, number>();
  for (const comment of [...tracker.comments.values()].map((states) => states.at(-1))) {
    if (!comment || comment.author !== people.app) continue;
    const marker = parseMarker(comment.body, secret);
    const key = `#${comment.issue} ${marker ? `${marker.kind} ${marker.name}` : comment.body}`;
    const other = said.get(key);
    if (other !== undefined) found.push(`comments ${other} and ${comment.id} on ${key} say the same`);
    said.set(key, comment.id);
  }
  return found;
}

/** A recorded task's issue is closed, and says why. */
function unexplained({ tracker }: Rest, world: World): readonly string[] {
  return tasksOf(world).flatMap((task) => {
    const issue = tracker.issues.get(task.number)?.at(-1);
    if (!issue) return [];
    if (issue.state === "open") return [`#${task.number} is ${task.state}, and its issue is open`];
    const says = /\*\*(Landed|Ended|Reverted)\*\*/.exec(issue.body)?.[1];
    const should = task.state === "landed" ? "Landed" : task.state === "reverted" ? "Reverted" : "Ended";
    return says === should ? [] : [`#${task.number} is ${task.state}, and its issue says ${says}`];
  });
}

function wrongLabels({ goal, tracker }: Rest, world: World): readonly string[] {
  const labelsOf = (issue: number) => tracker.issues.get(issue)?.at(-1)?.labels;
  const isLost = labelsOf(goal)?.includes("swarm:goal") === false && world.log.charter !== undefined;
  const lost = isLost ? [`#${goal} is a goal, and not labelled as one`] : [];
  const left = tasksOf(world).flatMap((task) => {
    const labels = labelsOf(task.number) ?? [];
    const wrong = labels.filter((label) => label === "swarm:claimed" || label === "swarm:needs-answer");
    return wrong.map((label) => `#${task.number} is over, and still labelled ${label}`);
  });
  return [...lost, ...left];
}
