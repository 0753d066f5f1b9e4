/** Everything that several invariants ask of the same evidence, worked out once. */

import { factsOf } from "../commit-facts.ts";
import type { Author, Evidence } from "../evidence.ts";
import { type Chains, readChains } from "./chains.ts";
import { type History, type Landing, reach, readHistory } from "./history.ts";
import { type LogView, type Placed, readLog } from "./log-view.ts";

export interface Study {
  readonly evidence: Evidence;
  readonly log: LogView;
  readonly history: History;
  readonly chains: Chains;
  /** Every known commit that some branch reaches. */
  readonly reachable: ReadonlySet<string>;
  /** The goal's end, if the log says that it is over. */
  readonly closed: Placed<"goal-closed"> | undefined;
  /** Whether this is the app's own bot. */
  readonly isApp: (author: Author) => boolean;
}

const known = new WeakMap<Evidence, Study>();

export function studyOf(evidence: Evidence): Study {
  const before = known.get(evidence);
  if (before) return before;
  const log = readLog(evidence);
  const history = readHistory(evidence);
  const bot = botOf(evidence, log);
  const study: Study = {
    evidence,
    log,
    history,
    chains: readChains(evidence, log, history),
    reachable: reach(evidence.commits, evidence.refs.values()),
    closed: log.closed.at(-1),
    isApp: (author) => author.isBot && author.id === bot,
  };
  known.set(evidence, study);
  return study;
}

/** The app is the bot that wrote the first issue which the log calls the swarm's own. Without one, no bot is known to be it. */
function botOf(evidence: Evidence, log: LogView): number | undefined {
  const own = [...log.cycles.map((cycle) => cycle.started.report), ...log.tasks.keys(), ...log.plans.keys()];
  for (const number of own) {
    const author = evidence.issues.get(number)?.author;
    if (author?.isBot) return author.id;
  }
  return undefined;
}

/** The landings of a task that count: in integration's history and not taken back. */
export const landingsOf = ({ history }: Study, task: number): readonly Landing[] =>
  (history.landings.get(task) ?? []).filter((landing) => !landing.undone);

/** How a task that is over ended, in words: `landed`, `reverted` or the reason; undefined while it is not over. */
export function endOf(study: Study, task: number): string | undefined {
  if (landingsOf(study, task).length > 0) return "landed";
  if ((study.history.landings.get(task)?.length ?? 0) > 0 || study.history.reverted.has(task))
    return "reverted";
  const tip = study.chains.tips.get(task);
  const { step, lands = [], reverts = [] } = tip ? factsOf(tip) : {};
  if (step?.kind === "end") return step.value;
  // Whatever a person pushes to a branch once the log says that its task ended.
  return loggedEnd(study, task) ?? (lands.includes(task) || reverts.includes(task) ? "dropped" : undefined);
}

/** How the log says that a task ended; a person's retry takes back what it said before. */
export function loggedEnd({ log, chains }: Study, task: number): string | undefined {
  const ended = log.endedAs.get(task);
  return ended && ended.retries >= (chains.retries.get(task) ?? 0) ? ended.reason : undefined;
}
