/** Effects of a retry: the issue opens again, and a step on the tip makes the task claimable. */

import type { World } from "../../src/domain/world.ts";
import { noFacts } from "../../src/effect/steps.ts";
import { idOf } from "./commits.ts";
import type { Doing, Effect, Scene } from "./effect.ts";
import { stepMessage } from "./effects-tasks.ts";

/** retryTask of effect/retry.ts. */
export function* retry(scene: Scene, tasks: readonly number[]): Doing {
  for (const task of tasks) yield* retryTask(scene, task);
}

function* retryTask({ world, commits }: Scene, task: number): Doing {
  const { log, tips, integration } = world;
  const tip = tips.get(task);
  const under = tip?.sha ?? log.ended.get(task)?.tip ?? integration?.head;
  if (!under) return;
  yield reopen(world, task);
  const { attempt, conflicts, spent, model } = tip?.facts ?? { ...noFacts, ...log.ended.get(task) };
  yield {
    kind: "step",
    task,
    from: tip ? idOf(tip.sha) : 0,
    parents: [idOf(under)],
    tree: commits.get(idOf(under)).tree,
    message: stepMessage("", {
      facts: { attempt, conflicts, spent, model, retries: log.retries.get(task) ?? 1 },
      state: { kind: "returned", reason: "retried", words: "" },
    }),
  };
}

/** reopenTask of effect/retry.ts: one call. */
export function reopen(world: World, issue: number): Effect {
  const ends = ["swarm:failed", "swarm:vetoed"];
  const labels = (world.issues.get(issue)?.labels ?? []).filter((label) => !ends.includes(label));
  return { kind: "patch", issue, open: true, labels, reported: undefined };
}
