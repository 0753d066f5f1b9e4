/** Gated landing by the simulated forge's own record: integration takes in only what was tested before, and is no worse. */

import type { Entry } from "../../src/domain/entry.ts";
import type { Branches, Transaction } from "./branches.ts";
import { entriesTo } from "./log-record.ts";

type Checked = Extract<Entry, { kind: "checked" }>;

const isGated = (entries: readonly Entry[]): boolean =>
  entries.findLast((entry) => entry.kind === "accepted")?.charter.limits.landing === "gated";

const runsOn = (entries: readonly Entry[], commit: string): readonly Checked[] =>
  entries.filter((entry) => entry.kind === "checked" && entry.commit === commit) as Checked[];

const failedIn = (runs: readonly Checked[]): ReadonlySet<string> =>
  new Set(runs.flatMap(({ results }) => results.filter(({ passed }) => !passed).map((r) => r.command)));

/** Checks that passed somewhere before; no other can be held. */
const passedOnce = (entries: readonly Entry[]): ReadonlySet<string> =>
  new Set(
    entries.flatMap((entry) =>
      entry.kind === "checked" ? entry.results.filter(({ passed }) => passed).map((r) => r.command) : [],
    ),
  );

/** I5: with gated landing, integration lands at a commit with a run in the log that breaks nothing that held before. */
export function untestedLanding(
  branches: Branches,
  { moves }: Transaction,
  goal: number,
): string | undefined {
  const move = moves.find((one) => one.branch === `swarm/${goal}/integration`);
  if (move?.from === undefined || move.to === undefined) return undefined;
  const added = branches.objects.chain(move.to, move.from);
  if (!added.some(({ message }) => /^Swarm-Task: /m.test(message))) return undefined;
  const log = moves.find((one) => one.branch === `swarm/${goal}/log`);
  const entries = entriesTo(branches, log?.from);
  if (!isGated(entries)) return undefined;
  const runs = runsOn(entries, move.to);
  const at = `integration landed at ${move.to.slice(0, 8)}`;
  if (runs.length === 0) return `${at}, on which no check was run before`;
  const before = failedIn(runsOn(entries, move.from));
  const passed = passedOnce(entries);
  const worse = (run: Checked) => [...failedIn([run])].filter((one) => passed.has(one) && !before.has(one));
  const least = runs.map(worse).sort((a, b) => a.length - b.length)[0] ?? [];
  return least.length > 0 ? `${at}, on which ${least.join(", ")} failed` : undefined;
}
