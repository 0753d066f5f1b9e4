/** Who is blamed for a red check, and when landings are taken back, judged by the trees themselves. */

import type { Entry } from "../../src/domain/entry.ts";
import type { Branches } from "./branches.ts";
import type { Check } from "./invariants.ts";
import { entriesAdded, entriesTo, movedAt } from "./log-record.ts";
import { runCommand } from "./played-agents.ts";

/** So long a culprit's planner may try to repair what it broke. */
const patience = 30 * 60_000;

const passes = ({ objects }: Branches, check: string, commit: string): boolean =>
  runCommand(check, new Map(objects.files(commit)));

/** What trailers of this name say, in order. */
const saidBy = (message: string, name: string): readonly number[] =>
  [...message.matchAll(new RegExp(`^${name}: (\\d+)$`, "gm"))].map((match) => Number(match[1]));

/** L5: a task is blamed only for a landing whose own commit fails the check that its parent passes. */
export const wrongBlame: Check = (branches, { moves }, goal, { faults }) => {
  const log = moves.find((one) => one.branch === `swarm/${goal}/log`);
  // What fails by chance may look like anybody's fault.
  if (log?.to === undefined || faults["check-flaky"] !== undefined) return undefined;
  const added = entriesAdded(branches, log);
  for (const entry of added) {
    if (entry.kind !== "blamed" || entry.task === undefined) continue;
    const { message, parents } = branches.objects.read(entry.commit);
    const broke =
      !passes(branches, entry.check, entry.commit) && passes(branches, entry.check, parents[0] ?? "");
    if (!broke || !saidBy(message, "Swarm-Task").includes(entry.task))
      return `#${entry.task} is blamed for "${entry.check}", which it did not break`;
  }
  return undefined;
};

/** L5: a red landing is taken back when nothing else goes on, or when its planner had its time to repair it. */
export const earlyRevert: Check = (branches, { at, moves }, goal, { faults }) => {
  const move = moves.find((one) => one.branch === `swarm/${goal}/integration`);
  const log = moves.find((one) => one.branch === `swarm/${goal}/log`);
  // The red's age is measured by clocks of processes.
  if (move?.from === undefined || move.to === undefined || faults["clock-jumps"] !== undefined)
    return undefined;
  const added = branches.objects.chain(move.to, move.from);
  const reverts = added.filter(({ message }) => !message.includes("\nSwarm-Cause: veto"));
  const tasks = reverts.flatMap(({ message }) => saidBy(message, "Swarm-Revert"));
  if (tasks.length === 0) return undefined;
  const entries = entriesTo(branches, log?.from ?? branches.tips.get(`swarm/${goal}/log`));
  const isReverted = (entry: Entry) => entry.kind === "landed" && tasks.includes(entry.task);
  const landings = entries.flatMap((entry) =>
    entry.kind === "landed" && isReverted(entry)
      ? [movedAt(branches, `swarm/${goal}/task-${entry.task}`, entry.merge)]
      : [],
  );
  const age = at - Math.min(...landings);
  if (age >= patience) return undefined;
  const open = openTasks(branches, entries, goal).filter((task) => !tasks.includes(task));
  return open.length > 0
    ? `#${tasks} were taken back ${age / 1000} s after they landed, while #${open} went on`
    : undefined;
};

/** Recorded tasks that neither the log nor their branch calls over. */
function openTasks(branches: Branches, entries: readonly Entry[], goal: number): readonly number[] {
  const kinds = new Map(
    entries.flatMap((entry) =>
      entry.kind === "planned" ? entry.intents.map(({ name, kind }) => [name, kind] as const) : [],
    ),
  );
  const recorded = new Map(
    entries.flatMap((entry) => (entry.kind === "recorded" ? [[entry.name, entry.number] as const] : [])),
  );
  const over = new Set<number>(
    entries.flatMap((entry) => (entry.kind === "landed" || entry.kind === "ended" ? [entry.task] : [])),
  );
  return [...recorded].flatMap(([name, task]) => {
    const tip = branches.tips.get(`swarm/${goal}/task-${task}`);
    const isTipOver =
      tip !== undefined && /^Swarm-(End|Task|Revert): /m.test(branches.objects.read(tip).message);
    return kinds.get(name) === "task" && !over.has(task) && !isTipOver ? [task] : [];
  });
}
