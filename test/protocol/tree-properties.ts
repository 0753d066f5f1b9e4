/** What a move of integration or green must respect of trees: what was tested, and what they hold. */

import type { Check } from "./properties.ts";
import { refOf } from "./state.ts";
import { historyOf } from "./view.ts";

const movedTo = (ref: string, ...[before, after]: readonly Parameters<typeof refOf>[0][]): number => {
  const to = after ? refOf(after, ref) : 0;
  return before && to === refOf(before, ref) ? 0 : to;
};

/** I2: a landing that is at the tip of its branch is taken back together with it. */
const togetherBack: Check = ({ commits }, before, after) => {
  const head = movedTo("integration", before, after);
  const old = refOf(before, "integration");
  if (head === 0 || old === 0) return [];
  const { landed } = historyOf(commits, old);
  return [...commits.history(head)].flatMap((id) => {
    if (commits.history(old).has(id)) return [];
    return commits.get(id).reverts.flatMap((task) => {
      const was = refOf(before, String(task));
      const isLanding = was !== 0 && commits.get(was).sha === landed.get(task);
      return isLanding && refOf(after, String(task)) !== id
        ? [`I2: #${task} was taken back without its branch`]
        : [];
    });
  });
};

/** I5: green only moves to what was tested and breaks nothing; with gated landing, integration too. */
const tested: Check = ({ commits, spec }, before, after) => {
  const { checks } = commits.log(refOf(before, "log"));
  const fails = (id: number) => commits.get(id).tree.some((work) => work < 0);
  const isTested = (id: number) => checks.some((run) => run.commit === commits.get(id).sha && !run.red);
  const green = movedTo("green", before, after);
  const head = movedTo("integration", before, after);
  const old = refOf(before, "integration");
  const lands = head !== 0 && old !== 0 && commits.get(head).lands !== undefined;
  const gated = lands && spec.limits.landing === "gated" ? head : 0;
  const begins = refOf(before, "green") === 0;
  return [
    ...(green !== 0 && !begins && !isTested(green) ? ["I5: green moved to what was not tested"] : []),
    ...(green !== 0 && fails(green) ? ["I5: green moved to what breaks the check"] : []),
    ...(gated !== 0 && !isTested(gated) ? ["I5: what landed was not tested"] : []),
    ...(gated !== 0 && fails(gated) && !fails(old) ? ["I5: what landed breaks the check"] : []),
  ];
};

/** I7: integration holds the work of all that landed, and of nothing that was taken back. */
const holdsWhatItSays: Check = ({ commits }, before, after) => {
  const head = movedTo("integration", before, after);
  if (head === 0) return [];
  const { landed, reverted } = historyOf(commits, head);
  const works = new Set(commits.get(head).tree.map(Math.abs));
  return [...landed.keys()].flatMap((task) => {
    if (works.has(task) !== reverted.has(task)) return [];
    const what = reverted.has(task)
      ? "was taken back, and its work is there"
      : "landed, and its work is gone";
    return [`I7: #${task} ${what}`];
  });
};

export const treeChecks: readonly Check[] = [togetherBack, tested, holdsWhatItSays];
