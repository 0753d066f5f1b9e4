/** What a person vetoed after it had landed, or while it landed, is taken out of integration again; nobody redoes it. */

import { lastRunOn } from "../domain/checks.ts";
import { isVetoStuck, vetoedLandings } from "../domain/veto.ts";
import type { World } from "../domain/world.ts";
import type { Rule } from "./rule.ts";

/** Also while the goal is paused, stopped or between cycles: it only ends what a person wants ended. */
export const takeVetoedBack: Rule = (world) => {
  const tasks = takenBackNext(world);
  return tasks.length > 0 ? [{ kind: "take-back", tasks }] : [];
};

/** Those that may still come out of the present head: nothing is judged and no goal ends before. */
export const takenBackNext = (world: World): readonly number[] =>
  vetoedLandings(world).filter((task) => !isVetoStuck(world, task));

/** What was judged is no more: a person edited the goal's text, vetoed a landing, or pushed what is red. */
export const isOverruled = (world: World): boolean =>
  vetoedLandings(world).length > 0 ||
  isEdited(world) ||
  world.sinceVerdict === undefined ||
  world.sinceVerdict.some((link) => link.reverts === "veto" || link.landing !== undefined) ||
  (world.sinceVerdict.length > 0 && lastRunOn(world.log, world.integration?.head ?? "")?.red === true);

/** The last verdict is on another text than the goal's; what code decided is on none. */
export const isEdited = ({ log }: World): boolean => {
  const text = log.cycles.at(-1)?.verdict?.text;
  return text !== undefined && text !== log.charter?.hash;
};
