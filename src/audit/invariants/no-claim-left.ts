/** L2: no claim outlives its lease, and none the goal. */

import { factsOf } from "../commit-facts.ts";
import { broken, type Invariant, note } from "../invariant.ts";
import { short } from "../study/log-view.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

const minute = 60_000;
/** Clocks differ, and somebody has to notice and take over. */
const grace = 20 * minute;

export const noClaimLeft: Invariant = {
  name: "L2",
  title: "no claim outlives its lease",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    const { chains, closed } = study;
    return [...chains.tips].flatMap(([task, tip]) => {
      const { step } = factsOf(tip);
      if (step?.kind !== "claim") return [];
      const at = `#${task} is claimed by ${step.instance || "somebody"} (${short(tip.sha)})`;
      if (closed) return [broken(`${at}, but the goal is ${closed.state}.`)];
      const age = evidence.now - tip.at;
      if (age <= evidence.lease + grace)
        return age < -grace ? [note(`${at} in the future: a clock is wrong.`)] : [];
      const text = `${at} for ${Math.round(age / minute)} minutes without a sign of life`;
      const why = heldBack(study);
      return [why === undefined ? broken(`${text}.`) : note(`${text}; ${why}.`)];
    });
  },
};

/** Nobody takes a claim over before the person who holds the goal back lets it go on: how they do. */
function heldBack({ log }: Study): string | undefined {
  if (log.rewriteOpen) return "a person rewrote integration, and the goal waits for a word about it";
  const words = log.said.flatMap((said) => (said.kind === "command" ? [said.word] : []));
  const last = words.findLast((word) => word === "pause" || word === "resume");
  return last === "pause" ? "the goal is paused" : undefined;
}
