/** L5: integration is not red when the goal is over. */

import { broken, type Invariant, note } from "../invariant.ts";
import { reach } from "../study/history.ts";
import { type Checked, heldAmong, short } from "../study/log-view.ts";
import { personRewrote } from "../study/rewrites.ts";
import { studyOf } from "../study/study.ts";
import { ended } from "./applies.ts";

export const notRed: Invariant = {
  name: "L5",
  title: "red becomes green again",
  applies: ended,
  check: (evidence) => {
    const { log, history, closed } = studyOf(evidence);
    const ofHead = log.checked.filter((one) => one.ofHead);
    const checked = ofHead.findLast((one) => one.commit === history.head) ?? ofHead.at(-1);
    if (!checked?.red) return [];
    const fails = checked.results.filter((result) => !result.passed && log.held.has(result.command));
    const text = `Integration ended red at ${short(checked.commit)}: ${fails.map((result) => result.command).join(", ")} failed.`;
    const said = (sha: string) => evidence.commits.get(sha)?.message ?? "";
    const vetoed = [...history.reached].some((sha) => /^Swarm-Cause: veto$/m.test(said(sha)));
    const green = evidence.refs.get(`swarm/${evidence.goal}/green`);
    const good = reach(evidence.commits, green === undefined ? [] : [green]);
    const foreign = [...history.reached].some((sha) => !good.has(sha) && !/^Swarm-/m.test(said(sha)));
    const byChance = fails.some(({ command }) => wavers(log.checked, command));
    const rewrote = personRewrote(evidence) === true;
    const isOut = rewrote && !fails.some(({ command }) => heldAmong(log, history.reached, command));
    // A person may stop a goal at any time, and veto or take out what a check needs; what people brought is never taken back.
    const excused = closed?.state === "stopped" || vetoed || foreign || byChance || isOut;
    const verdict = log.cycles.findLast((cycle) => cycle.verdict)?.verdict;
    // What the swarm brings stands upon what was judged.
    const wasSetBack = rewrote && verdict !== undefined && !history.reached.has(verdict.commit);
    return [(closed?.state === "done" ? wasSetBack : excused) ? note(text) : broken(text)];
  },
};

/** It passed and failed on the same commit. */
const wavers = (checked: readonly Checked[], command: string): boolean => {
  const outcomes = checked.flatMap(({ commit, results }) =>
    results.filter((result) => result.command === command).map(({ passed }) => ({ commit, passed })),
  );
  return outcomes.some((one) => one.passed && outcomes.some((o) => o.commit === one.commit && !o.passed));
};
