/** The whole policy of the swarm. No I/O, no clock, no randomness: same world, same commands. */

import type { Command } from "../domain/command.ts";
import { isRewritten } from "../domain/rewrite.ts";
import type { World } from "../domain/world.ts";
import { acceptGoal } from "./accept.ts";
import { blameCulprit, moveGreen, runChecks } from "./check.ts";
import { claimTasks } from "./claim.ts";
import { isStopped } from "./control.ts";
import { closeCycle, drainCycle, judgeCycle, startCycle, stopGoal } from "./cycle.ts";
import { endTasks } from "./end.ts";
import { gateSubmissions } from "./gate.ts";
import { endOverdrawn, endUnpaid, grantTasks } from "./grant.ts";
import { showHelp } from "./help.ts";
import { landSubmissions } from "./land.ts";
import { isLogLeft, mustRenew } from "./lease.ts";
import { isReopened, registerComments } from "./listen.ts";
import { holdWithoutLog, showLogBack } from "./log-gone.ts";
import { wakePlanners } from "./plan.ts";
import { prepareGoal } from "./prepare.ts";
import { affordable, showUnpriced } from "./price.ts";
import { createIssues } from "./record.ts";
import { retryTasks } from "./retry.ts";
import { revertRed } from "./revert.ts";
import { holdRewritten } from "./rewrite.ts";
import type { Rule } from "./rule.ts";
import { isGoal, showAltered, showGoal, showTasks, showUnclear, showWaiting } from "./show.ts";
import { takeVetoedBack } from "./take-back.ts";
import { closeStrays, removeBranches, removeDoubles } from "./tidy.ts";

/** What people see; all that is left to do once the goal is closed. */
const showRules: readonly Rule[] = [
  showLogBack,
  showUnclear,
  showTasks,
  showGoal,
  removeDoubles,
  closeStrays,
  removeBranches,
];

/** Order is policy: hear people first, end before landing, land before handing out, judge when all is quiet. */
const stewardRules: readonly Rule[] = [
  acceptGoal,
  prepareGoal,
  endTasks,
  endOverdrawn,
  retryTasks,
  landSubmissions,
  gateSubmissions,
  takeVetoedBack,
  createIssues,
  grantTasks,
  endUnpaid,
  wakePlanners,
  runChecks,
  moveGreen,
  blameCulprit,
  revertRed,
  drainCycle,
  judgeCycle,
  closeCycle,
  startCycle,
  stopGoal,
  ...showRules,
  showHelp,
  showAltered,
  showUnpriced,
];

const workerRules: readonly Rule[] = [claimTasks];

/** While integration is not what it must be, nothing that its history says is acted upon. */
const heldRules: readonly Rule[] = [holdRewritten, showUnclear, removeDoubles, closeStrays, showGoal];

/** People come first: what they said is in the log before anything is decided by it. */
export function decide(world: World): readonly Command[] {
  if (world.logTip === undefined) return isWanted(world) ? beginGoal(world) : showWaiting(world);
  const isSteward = world.log.steward === world.instance;
  const heard = world.log.closed && !isReopened(world) ? [] : registerComments(world);
  const due = () => (heard.length > 0 ? heard : rulesFor(world).flatMap((rule) => rule(world)));
  const takes = isSteward ? mustRenew(world) : isLogLeft(world) && due().length > 0;
  if (takes) return [{ kind: "take-stewardship" }];
  if (isSteward && heard.length > 0) return heard;
  const own = isSteward ? due() : [];
  if (world.log.closed) return own;
  return creatingLast(affordable(world, [...own, ...workerRules.flatMap((rule) => rule(world))]));
}

/** An hour takes only so many new issues: what is beyond them must not keep the rest from being done. */
const creatingLast = (commands: readonly Command[]): readonly Command[] => [
  ...commands.filter(({ kind }) => kind !== "create-issues"),
  ...commands.filter(({ kind }) => kind === "create-issues"),
];

/** Nothing is written for a goal that a stranger opened before somebody who may write approves its text. */
const isWanted = (world: World): boolean =>
  isGoal(world.goal) &&
  (world.goalAuthorTrusted || world.comments.some((comment) => comment.approves === world.goalHash));

const beginGoal: Rule = (world) => (world.logGone ? holdWithoutLog(world) : [{ kind: "take-stewardship" }]);

function rulesFor(world: World): readonly Rule[] {
  if (world.log.closed) return showRules;
  return isRewritten(world) && !isStopped(world) ? heldRules : stewardRules;
}

/** The goal is closed, nothing of it is left to show, and nobody wants it to go on: no command will come but by a person's word. */
export const isFinished = (world: World): boolean =>
  world.log.closed !== undefined && !isReopened(world) && showRules.every((rule) => rule(world).length === 0);
