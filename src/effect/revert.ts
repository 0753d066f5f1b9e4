/** Takes landings back: one commit with green's tree on top of integration, to which their task branches move as well. */

import { formatRevert } from "../codec/trailers.ts";
import { lastRunOn } from "../domain/checks.ts";
import type { World } from "../domain/world.ts";
import { pushAtomically } from "./atomic-push.ts";
import { goalBranch, type Outside, taskBranch } from "./outside.ts";
import { revertSubject, revertWords } from "./speech.ts";

/** All in one atomic push: a landing that came meanwhile lets nothing move, and it is decided anew. */
export async function revertTasks(outside: Outside, world: World, tasks: readonly number[]): Promise<void> {
  const { integration, green } = world;
  if (!integration || !green) return;
  const broken = [...(lastRunOn(world.log, integration.head)?.broken ?? [])];
  const to = await outside.mirror.commit(
    await outside.mirror.treeOf(green),
    [integration.head],
    formatRevert({
      subject: revertSubject(tasks),
      words: revertWords(green, broken),
      tasks,
      nonce: outside.nonce(),
    }),
  );
  // A branch that a person moved is left alone: what integration says of its task comes first.
  const landed = tasks.flatMap((task) => {
    const tip = world.tips.get(task)?.sha;
    return tip && tip === integration.landed.get(task) ? [{ task, tip }] : [];
  });
  await pushAtomically(outside, [
    { branch: goalBranch(outside, "integration"), from: integration.head, to },
    ...landed.map(({ task, tip }) => ({ branch: taskBranch(outside, task), from: tip, to })),
  ]);
}
