/** The log as an audit reads it: its chain of commits, and what their entries say. */

import type { Commit, Evidence } from "../evidence.ts";
import { holdsEntries, type Limits, type LogLine, logCommitOf } from "../log-lines.ts";
import { addSpent, nothingSpent } from "../spent.ts";

export type Line<Kind extends LogLine["kind"]> = Extract<LogLine, { kind: Kind }>;

/** An entry with the commit that brought it and its place in the whole log. */
export type Placed<Kind extends LogLine["kind"]> = Line<Kind> & {
  readonly at: Commit;
  readonly place: number;
};

export interface Cycle {
  readonly started: Placed<"cycle-started">;
  verdict: Placed<"verdict"> | undefined;
  closed: boolean;
}

export interface Planned {
  readonly name: string;
  readonly kind: string;
  readonly plan: number;
  readonly cycle: number;
  /** The issues that the log took for it: one, if all is well. */
  readonly numbers: number[];
}

/** `red`: a check failed that had passed before, on the base or on integration. */
export type Checked = Placed<"checked"> & { readonly red: boolean };

export interface LogView {
  /** Oldest first. */
  readonly commits: readonly Commit[];
  /** What is wrong with the chain itself, as sentences. */
  readonly troubles: readonly string[];
  readonly accepted: Placed<"accepted">[];
  /** The limits that count: those of the text accepted last. */
  limits: Limits;
  readonly cycles: Cycle[];
  readonly intents: Map<string, Planned>;
  /** Recorded tasks and plans by issue number. */
  readonly tasks: Map<number, Planned>;
  readonly plans: Map<number, Planned>;
  /** What each holder was granted, all parts together, at the place of the last. */
  readonly grants: Map<string, Placed<"granted">>;
  readonly landed: Placed<"landed">[];
  readonly ended: Placed<"ended">[];
  /** The last of each kind by task. */
  readonly landedAs: Map<number, Placed<"landed">>;
  readonly endedAs: Map<number, Placed<"ended">>;
  readonly said: (Placed<"directive"> | Placed<"command">)[];
  readonly gestures: Placed<"gesture">[];
  readonly checked: Checked[];
  /** What planners and judges spent, by holder. */
  readonly spent: { readonly holder: string; readonly spent: Placed<"verdict">["spent"] }[];
  /** Vetoed tasks whose landing could not be taken out of integration. */
  readonly vetoConflicts: Set<number>;
  /** A person accepted integration as somebody left it: green then goes back as well. */
  rewriteAccepted: boolean;
  /** Integration was rewritten, and nothing goes on before a person says how. */
  rewriteOpen: boolean;
  readonly closed: Placed<"goal-closed">[];
  /** Checks that are held: they passed on the base, or once on a commit of integration on which no held one failed. */
  readonly held: Set<string>;
}

export function readLog(evidence: Evidence): LogView {
  const { commits, troubles } = chainOf(evidence);
  const log: LogView = {
    commits,
    troubles,
    accepted: [],
    limits: { budget: undefined, tokens: undefined, cycles: undefined, gated: false },
    cycles: [],
    intents: new Map(),
    tasks: new Map(),
    plans: new Map(),
    grants: new Map(),
    landed: [],
    ended: [],
    landedAs: new Map(),
    endedAs: new Map(),
    said: [],
    gestures: [],
    checked: [],
    spent: [],
    vetoConflicts: new Set(),
    rewriteAccepted: false,
    rewriteOpen: false,
    closed: [],
    held: new Set(),
  };
  let place = 0;
  for (const at of commits) for (const line of logCommitOf(at).lines) enter(log, line, at, place++);
  return log;
}

/** First parents from the log's tip to its beginning; further parents are tips that are kept. */
function chainOf(evidence: Evidence): { commits: Commit[]; troubles: string[] } {
  const troubles: string[] = [];
  const chain: Commit[] = [];
  let sha = evidence.refs.get(`swarm/${evidence.goal}/log`);
  while (sha !== undefined) {
    const commit = evidence.commits.get(sha);
    if (!commit) {
      troubles.push(`the log stands on ${short(sha)}, which no branch reaches`);
      break;
    }
    const { trouble } = logCommitOf(commit);
    if (trouble) troubles.push(`log commit ${short(sha)} ${trouble}: somebody else wrote to the log`);
    if (!holdsEntries(commit)) break;
    chain.push(commit);
    for (const kept of commit.parents.slice(1)) {
      const second = evidence.commits.get(kept);
      if (second && holdsEntries(second))
        troubles.push(`log commit ${short(sha)} joins a second log at ${short(kept)}: two wrote at once`);
    }
    sha = commit.parents[0];
  }
  return { commits: chain.reverse(), troubles };
}

function enter(log: LogView, line: LogLine, at: Commit, place: number): void {
  switch (line.kind) {
    case "accepted":
      log.accepted.push({ ...line, at, place });
      log.limits = line.limits;
      return;
    case "cycle-started":
      log.cycles.push({ started: { ...line, at, place }, verdict: undefined, closed: false });
      return;
    case "planned": {
      const { plan, cycle, wake, spent } = line;
      for (const { name, kind } of line.intents)
        if (!log.intents.has(name)) log.intents.set(name, { name, kind, plan, cycle, numbers: [] });
      log.spent.push({ holder: `plan ${plan} cycle ${cycle} wake ${wake}`, spent });
      return;
    }
    case "recorded": {
      const planned = log.intents.get(line.name);
      if (!planned) return;
      planned.numbers.push(line.number);
      (planned.kind === "plan" ? log.plans : log.tasks).set(line.number, planned);
      return;
    }
    case "granted": {
      const grant = addSpent(log.grants.get(line.holder)?.grant ?? nothingSpent, line.grant);
      log.grants.set(line.holder, { ...line, grant, at, place });
      return;
    }
    case "landed":
      log.landed.push({ ...line, at, place });
      log.landedAs.set(line.task, { ...line, at, place });
      for (const run of log.checked)
        if (run.ofCandidate && run.commit === line.merge && !run.red) hold(log, run.results);
      return;
    case "ended":
      log.ended.push({ ...line, at, place });
      log.endedAs.set(line.task, { ...line, at, place });
      return;
    case "directive":
    case "command":
      log.said.push({ ...line, at, place });
      if (line.kind === "command" && line.word === "budget" && !line.isVoid)
        log.limits = raised(log.limits, line.argument);
      // What comes back is granted anew, with what it spent before.
      if (line.kind === "command") for (const task of line.tasks) log.grants.delete(`task ${task}`);
      return;
    case "gesture":
      log.gestures.push({ ...line, at, place });
      return;
    case "checked": {
      const red = line.results.some((result) => !result.passed && log.held.has(result.command));
      log.checked.push({ ...line, at, place, red });
      if (!red && !line.ofCandidate) hold(log, line.results);
      return;
    }
    case "verdict": {
      const cycle = log.cycles.find((c) => c.started.cycle === line.cycle);
      if (cycle) cycle.verdict = { ...line, at, place };
      log.spent.push({ holder: `judge cycle ${line.cycle}`, spent: line.spent });
      return;
    }
    case "cycle-closed": {
      const cycle = log.cycles.find((c) => c.started.cycle === line.cycle);
      if (cycle) cycle.closed = true;
      return;
    }
    case "goal-closed":
      log.closed.push({ ...line, at, place });
      return;
    case "rewritten":
      log.rewriteOpen = true;
      return;
    case "rewrite-over":
      log.rewriteOpen = false;
      log.rewriteAccepted ||= line.accepted;
      return;
    case "veto-conflicts":
      log.vetoConflicts.add(line.task);
      return;
    case "other":
      return;
  }
}

/** A person's word on the budget; one that lowers it cannot undo what was spent before. */
function raised(limits: Limits, argument: string): Limits {
  const usd = Number(/^\$?(\d+(?:\.\d+)?)/.exec(argument)?.[1] ?? Number.NaN);
  if (Number.isNaN(usd)) return limits;
  return { ...limits, budget: Math.max(usd, limits.budget ?? 0) };
}

const hold = (log: LogView, results: Checked["results"]): void => {
  for (const { command, passed } of results) if (passed) log.held.add(command);
};

/** Whether a check passed on one of these commits in a run that makes it held. */
export const heldAmong = ({ checked }: LogView, commits: ReadonlySet<string>, command: string): boolean =>
  checked.some(
    ({ commit, red, results }) =>
      !red && commits.has(commit) && results.some((result) => result.passed && result.command === command),
  );

export const short = (sha: string): string => sha.slice(0, 10);
