/** Checks run on one commit at a time; green moves to the newest commit on which no held check fails. */

import { isRedFromBefore, lastHeadRun, lastRunOn } from "../domain/checks.ts";
import { issueNumber } from "../domain/ids.ts";
import { checksOn } from "../domain/log.ts";
import { isRewritten } from "../domain/rewrite.ts";
import type { World } from "../domain/world.ts";
import { isStopped } from "./control.ts";
import { commitToTest } from "./gate.ts";
import { findCulprit, isBlamed } from "./red.ts";
import type { Rule } from "./rule.ts";

/** Who broke integration is found first, in a bounded number of runs; then the head's turn comes, then a candidate's. */
export const runChecks: Rule = (world) => {
  const head = world.integration?.head;
  if (!head || world.busy.checking || isStopped(world)) return [];
  const culprit = findCulprit(world);
  if (culprit?.kind === "run") return [{ kind: "run-checks", commit: culprit.commit, why: "bisect" }];
  if (!isHeadKnown(world)) return [{ kind: "run-checks", commit: head, why: "head" }];
  const commit = commitToTest(world);
  return commit ? [{ kind: "run-checks", commit, why: commit === head ? "head" : "gate" }] : [];
};

/** Each of the goal's checks, as its present text has them, has run on integration's newest commit. */
export function isHeadChecked({ log, integration }: World): boolean {
  const results = integration && checksOn(log, integration.head);
  const ran = new Set(results?.map(({ command }) => command));
  return results !== undefined && (log.charter?.checks ?? []).every((check) => ran.has(check));
}

/** After a red head, only a run on the head itself in this cycle says that the red is over, or goes on. */
export function isHeadKnown(world: World): boolean {
  const { log, integration } = world;
  const isFresh = lastHeadRun(log)?.commit === integration?.head && !isRedFromBefore(log);
  return isHeadChecked(world) && (log.red.since === undefined || isFresh);
}

/** In a rewritten history green would go back: only a person who accepts it moves green there. */
export const moveGreen: Rule = (world) => {
  if (isRewritten(world)) return [];
  const head = world.integration?.head;
  const commits = world.sinceGreen.map((link) => link.commit);
  const candidates = commits.length === 0 && head ? [head] : commits;
  const commit = candidates.findLast((one) => lastRunOn(world.log, one)?.red === false);
  return commit && commit !== world.green ? [{ kind: "move-green", commit }] : [];
};

/** Whoever planned the culprit hears of it; when nobody's landing is to blame, the goal's planner does. */
export const blameCulprit: Rule = (world) => {
  if (isRewritten(world)) return [];
  const found = findCulprit(world);
  if (found?.kind !== "found" || isBlamed(world, found)) return [];
  const { link, check, sure } = found;
  const task = sure && link.landing ? issueNumber(link.landing.task) : undefined;
  const subject = task === undefined ? `red: ${check}` : `red since #${task}: ${check}`;
  return [{ kind: "append", entries: [{ kind: "blamed", commit: link.commit, task, check }], subject }];
};
