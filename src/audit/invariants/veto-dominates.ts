/** I8: what a person vetoed is not in integration when the goal ends. */

import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import { type Placed, short } from "../study/log-view.ts";
import { landingsOf, type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const vetoDominates: Invariant = {
  name: "I8",
  title: "veto dominates",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    const words = decisions(study);
    if (words.size === 0) return [];
    return [...study.log.tasks.keys()].flatMap((task) => {
      const veto = vetoOf(study, words, task);
      return [...landedAfter(study, words, task), ...(veto ? stillLanded(study, task, veto) : [])];
    });
  },
};

/** By a comment, or without one. */
type Decision = Placed<"command"> | Placed<"gesture">;

/** Vetoes and retries by the issue they are about. */
function decisions({ log }: Study): ReadonlyMap<number, readonly Decision[]> {
  const words = new Map<number, Decision[]>();
  for (const said of [...log.said, ...log.gestures]) {
    if (said.kind === "directive" || (said.word !== "veto" && said.word !== "retry")) continue;
    words.set(said.issue, [...(words.get(said.issue) ?? []), said]);
  }
  return words;
}

/** The veto that holds on the task itself or on a plan above it, in the end or at a place in the log. */
function vetoOf(
  study: Study,
  words: ReadonlyMap<number, readonly Decision[]>,
  task: number,
  before = Number.POSITIVE_INFINITY,
): Decision | undefined {
  const said: Decision[] = [];
  const seen = new Set<number>();
  for (let at: number | undefined = task; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    said.push(...(words.get(at) ?? []));
    at = (study.log.tasks.get(at) ?? study.log.plans.get(at))?.plan;
  }
  const last = said
    .filter(({ place }) => place < before)
    .sort((a, b) => a.place - b.place)
    .at(-1);
  return last?.word === "veto" ? last : undefined;
}

/** A landing moves the log, so whoever lands has read all of it: none comes after a veto, not even one that is taken back. */
function landedAfter(study: Study, words: ReadonlyMap<number, readonly Decision[]>, task: number): Finding[] {
  return study.log.landed.flatMap((landing) => {
    const veto = landing.task === task ? vetoOf(study, words, task, landing.place) : undefined;
    if (!veto) return [];
    const places = `(${short(landing.at.sha)}) after the veto on #${veto.issue} (${short(veto.at.sha)})`;
    return [broken(`#${task} landed as ${short(landing.merge)}, in the log ${places}.`)];
  });
}

/** It may have landed before the veto was heard, or beside it: then its landing is taken back before the goal ends. */
function stillLanded(study: Study, task: number, veto: Decision): Finding[] {
  const { closed, log } = study;
  if (closed && closed.place < veto.place) return [];
  const isTried = log.vetoConflicts.has(task) && closed?.state !== "done";
  return landingsOf(study, task).map(({ commit }) => {
    const what = `#${task} is landed as ${short(commit.sha)} though the veto on #${veto.issue} is in the log (${short(veto.at.sha)})`;
    if (!closed) return note(`${what}; it is not taken back yet.`);
    return isTried ? note(`${what}; taking it back conflicts.`) : broken(`${what}.`);
  });
}
