/** L5: integration is not red when the goal is over. */

import { broken, type Invariant, note } from "../invariant.ts";
import { short } from "../study/log-view.ts";
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
    // A person may stop a goal at any time, and veto what a check needs.
    const vetoed = [...history.reached].some((sha) =>
      /^Swarm-Cause: veto$/m.test(evidence.commits.get(sha)?.message ?? ""),
    );
    const byPerson = closed?.state === "stopped" || (vetoed && closed?.state !== "done");
    return [byPerson ? note(text) : broken(text)];
  },
};
