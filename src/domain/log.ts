/** The log folded into what the swarm knows: pure, the same entries always give the same view. */

import { applyCycle } from "./cycle-log.ts";
import type { Charter, CheckResult, Logged, RecordedIntent } from "./entry.ts";
import type { IssueNumber, Sha } from "./ids.ts";
import { addLeftOut } from "./left-out.ts";
import type { Grant, Spent } from "./money.ts";
import { applyCharter, applyCommand } from "./people-log.ts";
import type { Judgement, LeftOut } from "./proposal.ts";
import { applyRewrite, emptyRewrite, type Rewrite } from "./rewrite.ts";

export interface Cycle {
  readonly number: number;
  readonly milestone: number;
  readonly report: IssueNumber;
  /** How many runs of checks there were when it began. */
  readonly checksBefore: number;
  draining: string | undefined;
  drainingSince: number;
  verdict:
    | { readonly commit: Sha; readonly text: string | undefined; readonly judgement: Judgement }
    | undefined;
  closed: boolean;
}

/** A plan within one cycle; the goal itself is the root plan of every cycle. */
export interface PlanLog {
  readonly number: IssueNumber;
  wakes: number;
  /** How often in a row its planner failed, and what it said last. */
  failures: number;
  lastFailure: string;
  readonly seen: Set<string>;
  notes: string;
  done: boolean;
  handOff: string;
  /** In all its wakes. */
  leftOut: LeftOut | undefined;
}

/** A task or plan that a planner asked for, and the issue it became. */
export interface Planned {
  readonly intent: RecordedIntent;
  readonly plan: IssueNumber;
  cycle: number;
  number: IssueNumber | undefined;
}

export type Landing = Extract<Logged, { kind: "landed" }>;
export type Directive = Extract<Logged, { kind: "directive" }>;
export type HumanCommand = Extract<Logged, { kind: "command" | "gesture" }>;
export type VetoConflict = Extract<Logged, { kind: "veto-conflicts" }>;
export type Blamed = Extract<Logged, { kind: "blamed" }>;
/** `broken`: what failed though it was held when it ran: it had passed before, on the base or on integration; `red`: something did. */
export type Checked = Extract<Logged, { kind: "checked" }> & {
  readonly broken: ReadonlySet<string>;
  readonly red: boolean;
};

export interface LogView {
  steward: string | undefined;
  charter: Charter | undefined;
  acceptedAt: number;
  /** The present text's hash, if the text was edited after it was accepted. */
  edited: string | undefined;
  base: Sha | undefined;
  /** What became of the charter's setup; undefined while it was not run. */
  prepared: { readonly failed: string | undefined } | undefined;
  /** Why goal texts cannot be used, by their hashes. */
  readonly refused: Map<string, string>;
  readonly cycles: Cycle[];
  /** Keyed by `cycle/plan`. */
  readonly plans: Map<string, PlanLog>;
  /** Keyed by the intent's name. */
  readonly planned: Map<string, Planned>;
  /** The plan that each recorded issue hangs under. */
  readonly parents: Map<number, IssueNumber>;
  readonly cancelled: Set<number>;
  /** What each holder was granted, part by part. */
  readonly grants: Map<string, readonly Grant[]>;
  readonly landings: Map<number, Landing>;
  /** Ended tasks whose branch was removed. */
  readonly ended: Map<number, Extract<Logged, { kind: "ended" }>>;
  readonly directives: Directive[];
  readonly commands: HumanCommand[];
  /** How often people wanted a task tried again. */
  readonly retries: Map<number, number>;
  /** USD as the goal's text has it, and as a person said since. */
  budget: { readonly written: number | undefined; readonly said: number | undefined };
  /** How many cycles and commands there were when a person opened a goal again that was closed, or about to close. */
  reopened: { readonly cycles: number; readonly commands: number } | undefined;
  /** Comment ids that were registered, whatever they were. */
  readonly registered: Set<number>;
  readonly checks: Checked[];
  readonly held: Set<string>;
  /** Since when the newest checked head was red without a break, and the milliseconds of red that ended. */
  readonly red: { since: number | undefined; ended: number };
  readonly blamed: Blamed[];
  /** The last try to take a vetoed landing out that conflicted, by task. */
  readonly vetoConflicts: Map<number, VetoConflict>;
  /** What integration must hold, and what is known of it being rewritten. */
  readonly rewrite: Rewrite;
  /** The newest candidate for gated landing. */
  proposed: Sha | undefined;
  /** Money of planners and judges by holder; that of tasks is in landings and ended. */
  readonly spent: { readonly holder: string; readonly spent: Spent }[];
  closed: Extract<Logged, { kind: "goal-closed" }> | undefined;
}

export const planKey = (cycle: number, plan: number) => `${cycle}/${plan}`;

export const emptyLog = (): LogView => ({
  steward: undefined,
  charter: undefined,
  acceptedAt: 0,
  edited: undefined,
  base: undefined,
  prepared: undefined,
  refused: new Map(),
  cycles: [],
  plans: new Map(),
  planned: new Map(),
  parents: new Map(),
  cancelled: new Set(),
  grants: new Map(),
  landings: new Map(),
  ended: new Map(),
  directives: [],
  commands: [],
  retries: new Map(),
  budget: { written: undefined, said: undefined },
  reopened: undefined,
  registered: new Set(),
  checks: [],
  held: new Set(),
  red: { since: undefined, ended: 0 },
  blamed: [],
  vetoConflicts: new Map(),
  rewrite: emptyRewrite(),
  proposed: undefined,
  spent: [],
  closed: undefined,
});

/** Folds entries, oldest first. */
export function foldLog(entries: readonly Logged[]): LogView {
  const log = emptyLog();
  for (const entry of entries) apply(log, entry);
  return log;
}

function apply(log: LogView, entry: Logged): void {
  switch (entry.kind) {
    case "steward":
      log.steward = entry.instance;
      return;
    case "accepted":
      if (log.charter) log.edited = entry.charter.hash;
      applyCharter(log, entry.charter);
      log.prepared = entry.charter.setup.length === 0 ? { failed: undefined } : undefined;
      if (log.base === undefined) {
        log.base = entry.base;
        log.acceptedAt = entry.at;
      }
      return;
    case "prepared":
      log.prepared = { failed: entry.failed };
      return;
    case "refused":
      log.refused.set(entry.hash, entry.why);
      return;
    case "planned":
      applyPlanned(log, entry);
      return;
    case "recorded":
      applyRecorded(log, entry);
      return;
    case "granted":
      log.grants.set(entry.holder, [...(log.grants.get(entry.holder) ?? []), entry.grant]);
      return;
    case "landed":
      log.landings.set(entry.task, entry);
      log.rewrite.anchors.add(entry.merge);
      // What passed on a candidate holds only once the candidate is integration.
      for (const run of log.checks)
        if (run.why === "gate" && run.commit === entry.merge && !run.red) hold(log, run.results);
      return;
    case "ended":
      log.ended.set(entry.task, entry);
      return;
    case "directive":
      log.directives.push(entry);
      log.registered.add(entry.comment);
      return;
    case "command":
    case "gesture":
      applyCommand(log, entry);
      return;
    case "checked":
      applyChecked(log, entry);
      return;
    case "proposed":
      log.proposed = entry.commit;
      return;
    case "blamed":
      log.blamed.push(entry);
      return;
    case "rewritten":
    case "rewrite-over":
      applyRewrite(log.rewrite, entry);
      return;
    case "veto-conflicts":
      log.vetoConflicts.set(entry.task, entry);
      return;
    case "cycle-started":
    case "cycle-draining":
    case "cycle-closed":
    case "verdict":
      applyCycle(log, entry);
      return;
    case "goal-closed":
      log.closed = entry;
      return;
  }
}

function applyRecorded(log: LogView, entry: Extract<Logged, { kind: "recorded" }>): void {
  const planned = log.planned.get(entry.name);
  if (!planned) return;
  if (planned.number !== undefined) log.parents.delete(planned.number);
  planned.number = entry.number;
  log.parents.set(entry.number, planned.plan);
}

/** Only the head says whether integration is red: an older commit or a candidate says nothing of it. */
function applyChecked(log: LogView, entry: Extract<Logged, { kind: "checked" }>): void {
  const broken = failing(entry.results, heldChecks(log));
  const red = broken.size > 0;
  log.checks.push({ ...entry, broken, red });
  // What passes only on a broken commit may go with what broke it.
  if (entry.why !== "gate" && !red) hold(log, entry.results);
  if ((entry.why ?? "head") !== "head") return;
  if (red) log.red.since ??= entry.at;
  else if (log.red.since !== undefined) {
    log.red.ended += entry.at - log.red.since;
    log.red.since = undefined;
  }
}

function applyPlanned(log: LogView, entry: Extract<Logged, { kind: "planned" }>): void {
  const key = planKey(entry.cycle, entry.plan);
  const plan = log.plans.get(key) ?? {
    number: entry.plan,
    wakes: 0,
    failures: 0,
    lastFailure: "",
    seen: new Set<string>(),
    notes: "",
    done: false,
    handOff: "",
    leftOut: undefined,
  };
  plan.wakes = entry.wake;
  plan.failures = entry.failed === undefined ? 0 : plan.failures + 1;
  plan.lastFailure = entry.failed ?? "";
  for (const event of entry.seen) plan.seen.add(event);
  plan.notes = entry.notes ?? plan.notes;
  plan.done = entry.done;
  plan.handOff = entry.handOff || plan.handOff;
  plan.leftOut = addLeftOut(plan.leftOut, entry.leftOut);
  log.plans.set(key, plan);
  for (const intent of entry.intents)
    log.planned.set(intent.name, { intent, plan: entry.plan, cycle: entry.cycle, number: undefined });
  for (const task of entry.cancels) log.cancelled.add(task);
  log.spent.push({
    holder: `plan ${entry.plan} cycle ${entry.cycle} wake ${entry.wake}`,
    spent: entry.spent,
  });
}

export const runningCycle = (log: LogView): Cycle | undefined => log.cycles.find((cycle) => !cycle.closed);

/** The results of the last run of all checks on exactly this commit. */
export const checksOn = (log: LogView, commit: string): readonly CheckResult[] | undefined =>
  log.checks.findLast((checked) => checked.commit === commit)?.results;

/** Commands that passed on the base or once on integration: from then on they must not fail. */
export const heldChecks = (log: LogView): ReadonlySet<string> => log.held;

function hold(log: LogView, results: readonly CheckResult[]): void {
  for (const { command, passed } of results) if (passed) log.held.add(command);
}

const failing = (results: readonly CheckResult[], held: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(results.filter((result) => !result.passed && held.has(result.command)).map((r) => r.command));
