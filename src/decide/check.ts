/** Checks run on the newest integration commit, one run at a time; green moves to the newest commit on which no held check fails. */

import { checksOn, heldChecks } from "../domain/log.ts";
import type { World } from "../domain/world.ts";
import type { Rule } from "./rule.ts";

export const runChecks: Rule = (world) => {
  const commit = world.integration?.head;
  if (!commit || world.busy.checking || checksOn(world.log, commit)) return [];
  return [{ kind: "run-checks", commit }];
};

/** A held check fails on this commit. Undefined while it was not checked. */
export function isRed(world: World, commit: string): boolean | undefined {
  const held = heldChecks(world.log);
  return checksOn(world.log, commit)?.some((result) => !result.passed && held.has(result.command));
}

export const moveGreen: Rule = (world) => {
  const commit = world.log.checks.findLast((checked) => isRed(world, checked.commit) === false)?.commit;
  return commit && commit !== world.green ? [{ kind: "move-green", commit }] : [];
};
