/** The log's one writer by the simulated forge's own clock: only the steward writes, and nobody takes its place too soon. */

import { usualLease } from "../../src/domain/lease.ts";
import type { Branches, Transaction } from "./branches.ts";
import { entriesAdded, entriesTo, movedAt } from "./log-record.ts";

/** I1: the log is the steward's; another becomes it only when nothing came into the log for the lease. */
export function strangersEntry(
  branches: Branches,
  { at, by, moves }: Transaction,
  goal: number,
): string | undefined {
  const branch = `swarm/${goal}/log`;
  const move = moves.find((one) => one.branch === branch);
  if (move?.to === undefined) return undefined;
  const steward = entriesTo(branches, move.from).findLast((entry) => entry.kind === "steward")?.instance;
  const [first] = entriesAdded(branches, move);
  const writer = first?.kind === "steward" ? first.instance : steward;
  if (writer !== by) return `${branch} is ${writer ?? "nobody"}'s, and another wrote ${first?.kind}`;
  if (steward === undefined || steward === by) return undefined;
  const age = at - movedAt(branches, branch, move.from);
  return age < usualLease
    ? `${branch} was taken from ${steward} ${age / 1000} s after its last sign of life`
    : undefined;
}
