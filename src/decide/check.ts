/** Checks run on the newest integration commit, one run at a time; green moves to the newest commit on which no held check fails. */

import { checksOn } from "../domain/log.ts";
import type { Rule } from "./rule.ts";

export const runChecks: Rule = (world) => {
  const commit = world.integration?.head;
  if (!commit || world.busy.checking || checksOn(world.log, commit)) return [];
  return [{ kind: "run-checks", commit }];
};

export const moveGreen: Rule = (world) => {
  const commit = world.log.checks.findLast((checked) => !checked.red)?.commit;
  return commit && commit !== world.green ? [{ kind: "move-green", commit }] : [];
};
