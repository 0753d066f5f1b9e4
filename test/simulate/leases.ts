/** Claims by the simulated forge's own clock: none is taken from a holder that may live, and none waits for a dead one. */

import { parseBranch } from "../../src/codec/branch-name.ts";
import { parseTip } from "../../src/codec/trailers.ts";
import { usualLease } from "../../src/domain/lease.ts";
import type { Branches, Transaction } from "./branches.ts";
import type { Breach } from "./invariants.ts";

/** After a lease has run out somebody looks, has to see it stand still for a lease of his own, and needs a free place. */
const atLast = 2 * usualLease + 10 * 60_000;

const holderOf = (branches: Branches, branch: string, tip: string | undefined) => {
  if (tip === undefined || parseBranch(branch)?.kind !== "task") return undefined;
  const commit = branches.objects.read(tip);
  const { state } = parseTip(commit.sha, commit.message);
  return state.kind === "claimed" ? state : undefined;
};

/** I1: another's claim is taken over only when its last step is as old as the lease. */
export function stolenClaim(branches: Branches, { at, moves }: Transaction): string | undefined {
  for (const { branch, from, to } of moves) {
    const before = holderOf(branches, branch, from);
    const after = holderOf(branches, branch, to);
    if (!before || !after || before.instance === after.instance) continue;
    const last = branches.transactions.findLast(
      (one) => one.at <= at && one.moves.some((move) => move.branch === branch && move.to === from),
    );
    const age = at - (last?.at ?? at);
    if (age < usualLease)
      return `${branch} was taken from ${before.instance} ${age / 1000} s after its last sign of life`;
  }
  return undefined;
}

/** L2: in calm no claim stands still for much longer than its lease. */
export function leftClaims(branches: Branches, since: number, until: number): readonly Breach[] {
  const standing = new Map<string, { readonly at: number; readonly instance: string }>();
  const found: Breach[] = [];
  const look = (branch: string, now: number): void => {
    const claim = standing.get(branch);
    const age = now - Math.max(claim?.at ?? now, since);
    if (claim && age > atLast)
      found.push({
        invariant: "L2",
        what: `${branch} was ${claim.instance}'s for ${age / 1000} s of calm`,
        at: now,
      });
  };
  for (const { at, moves } of branches.transactions)
    for (const { branch, to } of moves) {
      look(branch, at);
      const claim = holderOf(branches, branch, to);
      if (claim) standing.set(branch, { at, instance: claim.instance });
      else standing.delete(branch);
    }
  for (const branch of standing.keys()) look(branch, until);
  return found;
}
