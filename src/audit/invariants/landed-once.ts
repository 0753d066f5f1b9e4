/** I3: integration holds a task's work at most once. */

import { broken, type Invariant } from "../invariant.ts";
import { short } from "../study/log-view.ts";
import { landingsOf, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const landedOnce: Invariant = {
  name: "I3",
  title: "no task lands twice",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    // What came in with the default branch may be another goal's, merged and squashed by people.
    return [...study.log.tasks.keys()].flatMap((task) => {
      const landings = landingsOf(study, task);
      if (landings.length < 2) return [];
      const commits = landings.map(({ commit }) => short(commit.sha)).join(" and ");
      return [broken(`#${task} landed ${landings.length} times without a revert between: ${commits}.`)];
    });
  },
};
