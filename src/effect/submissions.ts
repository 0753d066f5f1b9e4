/** What becomes of submissions: they land, or go back to their own worker with the reason. */

import { parseHandOff } from "../codec/hand-off.ts";
import { parseTip } from "../codec/trailers.ts";
import type { Entry } from "../domain/entry.ts";
import { issueNumber, type Sha } from "../domain/ids.ts";
import { type Task, tasksOf } from "../domain/task.ts";
import type { Tip } from "../domain/tip.ts";
import type { World } from "../domain/world.ts";
import { type LandOutcome, land, type Submission } from "./landing.ts";
import type { Outside } from "./outside.ts";
import { conflictWords, landingSubject, refusedWords } from "./speech.ts";
import { takeStep } from "./steps.ts";

/** Guards are read again here: nothing that landed before, and only issues that are open. */
export async function landTasks(outside: Outside, world: World, numbers: readonly number[]): Promise<void> {
  const head = world.integration?.head;
  if (!head) return;
  const tasks = tasksOf(world).filter((task) => numbers.includes(task.number));
  const submissions = tasks.flatMap((task) => {
    const tip = world.tips.get(task.number);
    const landed = world.integration?.landed.has(task.number);
    return tip?.state.kind === "submitted" && !landed ? [{ task, tip }] : [];
  });
  const outcomes = await land(
    outside,
    head,
    submissions.map(({ task, tip }) => toSubmission(task, tip)),
  );
  await Promise.all(
    submissions.map(({ task, tip }) =>
      sendBack(outside, task, tip, outcomes.get(task.number) ?? { kind: "later" }),
    ),
  );
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

async function sendBack(outside: Outside, task: Task, tip: Tip, outcome: LandOutcome): Promise<void> {
  if (outcome.kind !== "conflict" && outcome.kind !== "refused") return;
  const conflict = outcome.kind === "conflict";
  const words = conflict ? conflictWords(outcome.files) : refusedWords(outcome.words);
  await takeStep(outside, {
    task: task.number,
    from: tip.sha,
    tree: await outside.mirror.treeOf(tip.sha),
    parents: [tip.sha],
    message: {
      subject: `return #${task.number}: ${task.title}`,
      words,
      facts: { ...tip.facts, conflicts: tip.facts.conflicts + (conflict ? 1 : 0) },
      state: { kind: "returned", reason: outcome.kind, words },
    },
  });
}

/** Enters landings into the log, read from the merges themselves. */
export async function noteLandings(
  outside: Outside,
  world: World,
  numbers: readonly number[],
): Promise<void> {
  const entries: Entry[] = [];
  for (const number of numbers) {
    const merge = world.integration?.landed.get(number);
    const entry = merge && (await landingOf(outside, number, merge));
    if (entry) entries.push(entry);
  }
  if (entries.length > 0)
    await outside.log.append(`landed ${numbers.map((n) => `#${n}`).join(", ")}`, entries);
}

async function landingOf(outside: Outside, task: number, merge: Sha): Promise<Entry | undefined> {
  const commit = await outside.mirror.read(merge);
  const submission = commit?.parents[1];
  const submitted = submission && (await outside.mirror.read(submission));
  const tip = submitted && parseTip(submitted.sha, submitted.message);
  if (tip?.state.kind !== "submitted") return undefined;
  const { attempt, conflicts, spent } = tip.facts;
  const handOff = parseHandOff(tip.state.handOff);
  return {
    kind: "landed",
    task: issueNumber(task),
    merge,
    submission: tip.sha,
    attempt,
    conflicts,
    handOff,
    spent,
  };
}
