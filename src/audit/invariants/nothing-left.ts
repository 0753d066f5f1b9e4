/** L3: a goal that is over leaves no branch whose work is nowhere else. */

import { isOurs } from "../commit-facts.ts";
import { broken, type Invariant, note } from "../invariant.ts";
import { reach } from "../study/history.ts";
import { short } from "../study/log-view.ts";
import { personRewrote } from "../study/rewrites.ts";
import { studyOf } from "../study/study.ts";
import { ended } from "./applies.ts";

export const nothingLeft: Invariant = {
  name: "L3",
  title: "no branch is left over",
  applies: ended,
  check: (evidence) => {
    const { chains, history, closed } = studyOf(evidence);
    const left = [...chains.tips].filter(([, tip]) => !history.reached.has(tip.sha));
    if (left.length === 0) return [];
    const log = evidence.refs.get(`swarm/${evidence.goal}/log`);
    const kept = reach(evidence.commits, log === undefined ? [] : [log]);
    return left
      .filter(([, tip]) => !kept.has(tip.sha))
      .map(([task, tip]) => {
        const text = `The goal is ${closed?.state}, but the branch of #${task} holds ${short(tip.sha)}, which neither integration nor the log does.`;
        // A person who sets integration back leaves landings on their own branches only.
        return isOurs(tip) && !personRewrote(evidence) ? broken(text) : note(text);
      });
  },
};
