/** Issues: intents become issues once, and over tasks are closed with what came of them. */

import { formatIssueBody, withEnding } from "../codec/issue-body.ts";
import { labelName, labels } from "../codec/labels.ts";
import type { Entry } from "../domain/entry.ts";
import { issueNumber } from "../domain/ids.ts";
import { type Planned, runningCycle } from "../domain/log.ts";
import { type Task, tasksOf } from "../domain/task.ts";
import { isVetoed } from "../domain/tree.ts";
import type { World } from "../domain/world.ts";
import type { Outside } from "./outside.ts";
import { refusalIn } from "./refusal.ts";
import { remark } from "./remarks.ts";
import { endingReport, holdComment, landingReport, questionComment, revertedReport } from "./speech.ts";

/**
 * Creates what is missing, in this order; an issue that carries an intent's marker already is taken for it. What was made
 * before a failure is recorded all the same.
 */
export async function createIssues(
  outside: Outside,
  world: World,
  planned: readonly Planned[],
): Promise<void> {
  const known = firstOfIntent(world);
  const numbers = new Map<string, number>();
  const entries: Entry[] = [];
  try {
    for (const one of planned) {
      const number = known.get(one.intent.name) ?? (await createIssue(outside, world, one, numbers));
      numbers.set(one.intent.name, number);
      entries.push({ kind: "recorded", name: one.intent.name, number: issueNumber(number) });
    }
  } finally {
    if (entries.length > 0) await outside.log.append(`recorded ${entries.length} issues`, entries);
  }
}

/** The issue of each intent: the first, should there be copies. */
export function firstOfIntent(world: World): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { intent, number } of world.issues.values()) {
    if (intent !== undefined) first.set(intent, Math.min(number, first.get(intent) ?? number));
  }
  return first;
}

async function createIssue(
  outside: Outside,
  world: World,
  { intent, plan }: Planned,
  fresh: ReadonlyMap<string, number>,
): Promise<number> {
  const parent = plan === world.goal.number ? world.goal : world.issues.get(plan);
  const wanted = intent.kind === "task" ? intent.needs : [];
  const needs = wanted.flatMap((need) =>
    typeof need === "number" ? [need] : (fresh.get(need) ?? world.log.planned.get(need)?.number ?? []),
  );
  const make = (beneath: string | undefined) => {
    const partOf = beneath === undefined ? plan : undefined;
    const text = { goal: outside.goal, name: intent.name, body: intent.body, needs, partOf };
    return outside.github.createIssue({
      title: intent.title,
      body: formatIssueBody(text, outside.secret),
      label: labelName(intent.kind),
      milestone: intent.kind === "task" ? runningCycle(world.log)?.milestone : undefined,
      parent: beneath,
    });
  };
  const made = await make(parent?.nodeId).catch((error: unknown) => {
    // GitHub takes 100 sub-issues, those of people too. The log says what hangs under what: they only show it.
    if (refusalIn(error) === undefined || parent === undefined) throw error;
    return make(undefined);
  });
  return made.number;
}

/** Closes the issue of a task that is over, with its report in the body: one call. */
export async function closeTask(outside: Outside, world: World, number: number): Promise<void> {
  const task = tasksOf(world).find((t) => t.number === number);
  const issue = world.issues.get(number);
  if (!task || !issue) return;
  const landing = world.log.landings.get(number);
  const landed = task.state === "landed" && landing !== undefined;
  await outside.github.changeIssue(number, {
    state: "closed",
    state_reason: landed ? "completed" : "not_planned",
    body: withEnding(issue.body, landed ? landingReport(landing) : endReport(world, task)),
    labels: labelsAtEnd(world, task, issue.labels),
  });
}

function endReport(world: World, task: Task): string {
  if (!task.reason)
    return revertedReport(world.integration?.reverted.get(task.number), isVetoed(world, task.number));
  const tip = world.tips.get(task.number)?.state;
  return endingReport(task.reason, tip?.kind === "ended" ? tip.words : "");
}

/** People's own labels stay. */
function labelsAtEnd(world: World, task: Task, present: readonly string[]): string[] {
  const ours = new Set(Object.values(labels).map((label): string => label.name));
  const others = present.filter((name) => !ours.has(name));
  if (task.state === "landed") return [...others, labelName("task")];
  const vetoed = task.reason === "vetoed" || (task.state === "reverted" && isVetoed(world, task.number));
  return [...others, labelName("task"), labelName(vetoed ? "vetoed" : "failed")];
}

export async function showQuestion(outside: Outside, world: World, number: number): Promise<void> {
  const tip = world.tips.get(number);
  if (tip?.state.kind !== "asked") return;
  const about = { kind: "question", name: String(tip.sha), issue: number } as const;
  await remark(outside, world, about, questionComment(tip.state.question));
  await outside.github.addLabel(number, labelName("needsAnswer"));
}

/** Says once for each tree what holds its submission. */
export async function showHold(
  outside: Outside,
  world: World,
  { task, tree, paths }: { readonly task: number; readonly tree: string; readonly paths: readonly string[] },
): Promise<void> {
  const [head, tip] = [world.integration?.head, world.tips.get(task)];
  if (!head || tip?.state.kind !== "submitted") return;
  const changed = await outside.mirror.linesSince(head, tip.sha);
  const text = holdComment({ tree, protectedPaths: paths, changed, handOff: tip.state.handOff });
  await remark(outside, world, { kind: "held", name: tree, issue: task }, text);
  await outside.github.addLabel(task, labelName("held"));
}

/** Closes an issue that the log does not name; `of` is the one it names instead. */
export const closeStray = (outside: Outside, number: number, of: number | undefined): Promise<void> =>
  outside.github.changeIssue(number, {
    state: "closed",
    state_reason: of === undefined ? "not_planned" : "duplicate",
  });
