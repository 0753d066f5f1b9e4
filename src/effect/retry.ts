/** Brings an ended task back: its issue opens again, and a retry on its last tip, which the log keeps, makes it claimable. */

import { withoutEnding } from "../codec/issue-body.ts";
import { labelName } from "../codec/labels.ts";
import { tasksOf } from "../domain/task.ts";
import type { World } from "../domain/world.ts";
import type { Outside } from "./outside.ts";
import { retryWords } from "./speech.ts";
import { noFacts, takeStep } from "./steps.ts";

export async function retryTask(outside: Outside, world: World, number: number): Promise<void> {
  const { log, tips, integration } = world;
  const tip = tips.get(number);
  const under = tip?.sha ?? log.ended.get(number)?.tip ?? integration?.head;
  const title = tasksOf(world).find((task) => task.number === number)?.title ?? "";
  if (!under) return;
  await reopenTask(outside, world, number);
  const last = tip?.facts ?? { ...noFacts, ...log.ended.get(number) };
  const { attempt, conflicts, spent, model } = last;
  await takeStep(outside, {
    task: number,
    from: tip?.sha,
    tree: await outside.mirror.treeOf(under),
    parents: [under],
    message: {
      subject: `retry #${number}: ${title}`,
      words: retryWords,
      facts: { attempt, conflicts, spent, model, retries: log.retries.get(number) ?? 1 },
      state: { kind: "returned", reason: "retried", words: retryWords },
    },
  });
}

/** What we closed with a report is open again, without it. */
export async function reopenTask(outside: Outside, world: World, number: number): Promise<void> {
  const issue = world.issues.get(number);
  if (!issue) return;
  const ends = [labelName("failed"), labelName("vetoed")];
  await outside.github.changeIssue(number, {
    state: "open",
    body: withoutEnding(issue.body),
    labels: issue.labels.filter((label) => !ends.includes(label)),
  });
}
