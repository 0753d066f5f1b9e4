/** Takes landings back: one commit on top of integration, to which their task branches move as well. */

import { formatRevert } from "../codec/trailers.ts";
import { lastRunOn } from "../domain/checks.ts";
import type { Entry } from "../domain/entry.ts";
import { issueNumber, type Sha } from "../domain/ids.ts";
import type { World } from "../domain/world.ts";
import { goalBranch, type Outside, taskBranch } from "./outside.ts";
import { revertSubject, revertWords, takeBackWords } from "./speech.ts";

/** With green's tree. A landing that came meanwhile lets nothing move, and it is decided anew. */
export async function revertTasks(outside: Outside, world: World, tasks: readonly number[]): Promise<void> {
  const { integration, green } = world;
  if (!integration || !green) return;
  const broken = [...(lastRunOn(world.log, integration.head)?.broken ?? [])];
  const to = await outside.mirror.commit(
    await outside.mirror.treeOf(green),
    [integration.head],
    formatRevert({
      why: "red",
      subject: revertSubject(tasks),
      words: revertWords(green, broken),
      tasks,
      nonce: outside.nonce(),
    }),
  );
  await moveTo(outside, world, tasks, to);
}

/**
 * Takes out what only these landings brought, the newest first, and keeps what came since. Those that conflict stay,
 * and the log says so once nothing else can be taken out of this head.
 */
export async function takeBack(outside: Outside, world: World, tasks: readonly number[]): Promise<void> {
  const head = world.integration?.head;
  if (!head) return;
  const taken: number[] = [];
  const conflicts: Entry[] = [];
  let top = head;
  for (const task of tasks) {
    const without = await undo(outside, world.integration?.landed.get(task), top);
    if (without.kind === "clean") {
      top = await outside.mirror.commit(without.tree, [top], revertSubject([task]));
      taken.push(task);
    } else conflicts.push({ kind: "veto-conflicts", task: issueNumber(task), head, files: without.files });
  }
  if (taken.length === 0) {
    const subject = `the veto conflicts: ${tasks.map((task) => `#${task}`).join(", ")}`;
    if (conflicts.length > 0) await outside.log.append(subject, conflicts);
    return;
  }
  const message = { why: "veto", subject: revertSubject(taken), words: takeBackWords, tasks: taken } as const;
  const to = await outside.mirror.commit(
    await outside.mirror.treeOf(top),
    [head],
    formatRevert({ ...message, nonce: outside.nonce() }),
  );
  await moveTo(outside, world, taken, to);
}

/** A three-way merge that begins at the landing: a helper commit on it has the tree from before it. */
async function undo({ mirror }: Outside, landing: Sha | undefined, top: Sha) {
  const before = landing && (await mirror.read(landing))?.parents[0];
  if (!landing || !before) return { kind: "conflict" as const, files: [] };
  const helper = await mirror.commit(await mirror.treeOf(before), [landing], "As it was before");
  return mirror.mergeTrees(top, helper);
}

/** All in one atomic push. A branch that a person moved is left alone: what integration says of its task comes first. */
async function moveTo(outside: Outside, world: World, tasks: readonly number[], to: Sha): Promise<void> {
  const { integration } = world;
  if (!integration) return;
  const landed = tasks.flatMap((task) => {
    const tip = world.tips.get(task)?.sha;
    return tip && tip === integration.landed.get(task) ? [{ task, tip }] : [];
  });
  await outside.log.appendWith(
    revertSubject(tasks),
    [],
    [
      { branch: goalBranch(outside, "integration"), from: integration.head, to },
      ...landed.map(({ task, tip }) => ({ branch: taskBranch(outside, task), from: tip, to })),
    ],
  );
}
