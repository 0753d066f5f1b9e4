/** What people see is brought in line with what is: labels while work goes on, closed issues when it is over. */

import type { Command } from "../domain/command.ts";
import { dueRetries } from "../domain/retry.ts";
import { isOver, type Task, tasksOf } from "../domain/task.ts";
import type { Issue, World } from "../domain/world.ts";
import { isPausedByPerson } from "./control.ts";
import { holdOf } from "./hold.ts";
import type { Rule } from "./rule.ts";

const goalLabel = "swarm:goal";
const claimed = "swarm:claimed";
const needsAnswer = "swarm:needs-answer";
/** A reverted task's issue was closed as landed: this label tells that it says otherwise now. */
const paused = "swarm:paused";
const held = "swarm:held";

export const showTasks: Rule = (world) => {
  const due = new Set(dueRetries(world));
  return tasksOf(world).flatMap((task): Command[] => {
    if (due.has(task.number)) return [];
    const issue = world.issues.get(task.number);
    if (!issue || (task.state === "landed" && !world.log.landings.has(task.number))) return [];
    // We closed it ourselves, before a person had it tried again.
    const isBack = world.tips.get(task.number)?.facts.retries !== undefined;
    if (isBack && !isOver(task) && !issue.open && issue.reported)
      return [{ kind: "reopen-issue", issue: task.number }];
    if (!isOver(task))
      return issue.open ? [...showHold(world, task, issue), ...showState(world, task, issue)] : [];
    if (issue.open || issue.reported !== reportOf(task)) return [{ kind: "close-issue", issue: task.number }];
    return clearLabels(issue);
  });
};

/**
 * The goal's labels in one write. The one it is found by is put back, but not before its text is accepted: until then whoever
 * set it answers for the text.
 */
export const showGoal: Rule = (world) => {
  const { number, labels } = world.goal;
  const isHeld = isPausedByPerson(world) || world.log.rewrite.open;
  const isNamed = labels.includes(goalLabel) || world.log.charter === undefined;
  if (world.gone.has(number) || (isNamed && isHeld === labels.includes(paused))) return [];
  const named = isNamed ? labels : [...labels, goalLabel];
  const others = named.filter((label) => label !== paused);
  return [{ kind: "label", issue: number, labels: isHeld ? [...others, paused] : others }];
};

/** How the issue of a task that is over has to read. */
const reportOf = (task: Task): Issue["reported"] =>
  task.state === "landed" ? "Landed" : task.state === "reverted" ? "Reverted" : "Ended";

/** Whoever set it: nobody works on what is over. */
function clearLabels(issue: Issue): Command[] {
  const labels = issue.labels.filter((label) => label !== claimed && label !== needsAnswer);
  return labels.length < issue.labels.length ? [{ kind: "label", issue: issue.number, labels }] : [];
}

/** The issue itself says so now, whatever the hint said that made us look. */
export const isGoal = ({ open, labels }: Issue): boolean => open && labels.includes(goalLabel);

/** A goal that nobody with authority stands behind says once what it waits for. */
export const showWaiting: Rule = ({ goal, goalAuthorTrusted, remarks }) =>
  isGoal(goal) && !goalAuthorTrusted && !remarks.has("waiting goal") ? [{ kind: "show-waiting" }] : [];

/** What carries no mark of ours is not read, and what still holds is said anew: people are told once. */
export const showAltered: Rule = ({ altered, goal, gone, remarks }) =>
  altered.length > 0 && !gone.has(goal.number) && !remarks.has("altered goal")
    ? [{ kind: "show-altered", comments: altered }]
    : [];

/** Why the goal's present text cannot be used. */
export const showUnclear: Rule = (world) => {
  const why = world.log.refused.get(world.goalHash);
  if (why === undefined || world.remarks.has(`unclear ${world.goalHash}`)) return [];
  return [{ kind: "show-unclear", why }];
};

function showHold(world: World, task: Task, { number, labels }: Issue): Command[] {
  const hold = holdOf(world, task.number);
  if (!hold)
    return labels.includes(held)
      ? [{ kind: "label", issue: number, labels: labels.filter((label) => label !== held) }]
      : [];
  const isShown = labels.includes(held) && world.remarks.has(`held ${hold.tree}`);
  return isShown ? [] : [{ kind: "show-hold", task: task.number, ...hold }];
}

/** A label that will change again at the end costs a call, so what came back or was submitted keeps its own. */
function showState(world: World, task: Task, issue: Issue): Command[] {
  const has = (label: string) => issue.labels.includes(label);
  if (task.state === "needs-answer") {
    // The label may still be that of an earlier question.
    const isShown = has(needsAnswer) && world.remarks.has(`question ${world.tips.get(task.number)?.sha}`);
    return isShown ? [] : [{ kind: "show-question", task: task.number }];
  }
  if (task.state !== "claimed" || (has(claimed) && !has(needsAnswer))) return [];
  const others = issue.labels.filter((label) => label !== claimed && label !== needsAnswer);
  return [{ kind: "label", issue: task.number, labels: [...others, claimed] }];
}
