/** What becomes of submissions: they land, or go back to their own worker with the reason. */

import type { Command } from "../domain/command.ts";
import type { Sha } from "../domain/ids.ts";
import { checksOn } from "../domain/log.ts";
import { type Task, tasksOf } from "../domain/task.ts";
import type { Tip } from "../domain/tip.ts";
import type { ReturnReason } from "../domain/words.ts";
import type { World } from "../domain/world.ts";
import { unfitness } from "./fitness.ts";
import { type LandOutcome, land, mergeAll, type Submission } from "./landing.ts";
import type { Outside } from "./outside.ts";
import { conflictWords, landingSubject, redWords, refusedWords } from "./speech.ts";
import { takeStep } from "./steps.ts";
import { together } from "./together.ts";

/** Lands on integration. */
export async function landTasks(outside: Outside, world: World, numbers: readonly number[]): Promise<void> {
  const head = world.integration?.head;
  if (!head) return;
  const submissions = await submissionsOf(outside, world, numbers);
  await sendAllBack(outside, world, await land(outside, head, submissions));
}

/** Keeps the merges in the log, to be tested first. */
export async function proposeTasks(
  outside: Outside,
  world: World,
  numbers: readonly number[],
): Promise<void> {
  const head = world.integration?.head;
  if (!head) return;
  const { merged, outcomes } = await mergeAll(outside, head, await submissionsOf(outside, world, numbers));
  const top = merged.at(-1)?.merge;
  if (top)
    await propose(
      outside,
      top,
      merged.map(({ submission }) => submission.task),
    );
  await sendAllBack(outside, world, outcomes);
}

/** As a parent of the log's commit it is pushed with the log, and stays reachable whatever becomes of it. */
export const propose = (outside: Outside, commit: Sha, tasks: readonly number[]): Promise<void> =>
  outside.log.append(
    `test ${tasks.map((task) => `#${task}`).join(", ")}`,
    [{ kind: "proposed", commit }],
    [],
    [commit],
  );

/**
 * Guards are read again here: nothing that landed before, and only issues that are open. What cannot be landed at all
 * goes back before git merges it.
 */
async function submissionsOf(
  outside: Outside,
  world: World,
  numbers: readonly number[],
): Promise<readonly Submission[]> {
  const found = tasksOf(world).flatMap((task) => {
    const tip = world.tips.get(task.number);
    const landed = world.integration?.landed.has(task.number);
    const wanted = numbers.includes(task.number) && tip?.state.kind === "submitted" && !landed;
    return wanted ? [toSubmission(task, tip)] : [];
  });
  const open = await outside.github.openOf(found.map((submission) => submission.task));
  const head = world.integration?.head;
  const asked = found
    .filter((submission) => open.has(submission.task))
    .map(async (submission) => {
      const words = head && (await unfitness(outside, world, head, submission.commit));
      return { submission, words };
    });
  const judged = await Promise.all(asked);
  const refused = judged.flatMap(({ submission: { task }, words }) =>
    words ? [[task, { kind: "refused", words }] as const] : [],
  );
  await sendAllBack(outside, world, new Map(refused));
  return judged.flatMap(({ submission, words }) => (words ? [] : [submission]));
}

async function sendAllBack(
  outside: Outside,
  world: World,
  outcomes: ReadonlyMap<number, LandOutcome>,
): Promise<void> {
  const sent = tasksOf(world).map(async (task) => {
    const tip = world.tips.get(task.number);
    const outcome = outcomes.get(task.number);
    if (tip && outcome?.kind === "conflict")
      await sendBack(outside, task, tip, "conflict", conflictWords(outcome.files));
    if (tip && outcome?.kind === "refused")
      await sendBack(outside, task, tip, "refused", refusedWords(outcome.words));
  });
  await together(sent);
}

function toSubmission(task: Task, tip: Tip): Submission {
  const words = tip.state.kind === "submitted" ? tip.state.handOff : "";
  const { number, plan, cycle } = task;
  const message = {
    subject: landingSubject(task.title, number),
    words,
    task: number,
    plan,
    cycle,
    facts: tip.facts,
  };
  return { task: number, commit: tip.sha, message };
}

/** A submission with which a check failed that passes without it goes back with what the check said. */
export async function returnRed(
  outside: Outside,
  world: World,
  { task: number, commit, check }: Extract<Command, { kind: "return-red" }>,
): Promise<void> {
  const task = tasksOf(world).find((one) => one.number === number);
  const tip = world.tips.get(number);
  const result = checksOn(world.log, commit)?.find((one) => one.command === check);
  if (task && tip) await sendBack(outside, task, tip, "red", redWords(check, result?.output ?? ""));
}

/** Puts a return on the submission: its own worker may claim it again at once. */
export async function sendBack(
  outside: Outside,
  task: Task,
  tip: Tip,
  reason: ReturnReason,
  words: string,
): Promise<void> {
  await takeStep(outside, {
    task: task.number,
    from: tip.sha,
    tree: await outside.mirror.treeOf(tip.sha),
    parents: [tip.sha],
    message: {
      subject: `return #${task.number}: ${task.title}`,
      words,
      facts: { ...tip.facts, conflicts: tip.facts.conflicts + (reason === "conflict" ? 1 : 0) },
      state: { kind: "returned", reason, words },
    },
  });
}
