/** Effects on task branches: claims, tombstones and what is sent back. */

import { formatStep, type StepMessage } from "../../src/codec/trailers.ts";
import { withLost } from "../../src/domain/parts.ts";
import { taskHolder } from "../../src/domain/task.ts";
import type { Tip } from "../../src/domain/tip.ts";
import type { EndReason, ReturnReason } from "../../src/domain/words.ts";
import { noFacts } from "../../src/effect/steps.ts";
import { idOf } from "./commits.ts";
import type { Doing, Effect, Scene } from "./effect.ts";
import { partFor, purseOf } from "./effects-money.ts";

type Taken = Omit<StepMessage, "nonce" | "subject" | "words">;

export const stepMessage = (words: string, step: Taken) => (nonce: string) =>
  formatStep({ ...step, subject: step.state.kind, words, nonce });

/** claimTask of effect/claims.ts, and the worker that perform.ts starts with it. */
export function* claim({ world, commits }: Scene, tasks: readonly number[]): Doing {
  for (const task of tasks) {
    const tip = world.tips.get(task);
    const under = tip?.sha ?? world.integration?.head;
    if (!under) continue;
    const head = tip && world.integration ? idOf(world.integration.head) : 0;
    const last = tip ? withLost(world, task, tip).facts : noFacts;
    yield {
      kind: "step",
      task,
      from: tip ? idOf(tip.sha) : 0,
      parents: [idOf(under)],
      tree: commits.get(idOf(under)).tree,
      message: (nonce) =>
        stepMessage("", {
          facts: { ...last, attempt: last.attempt + 1 },
          state: { kind: "claimed", claim: nonce, instance: world.instance },
        })(nonce),
      starts: (commit, nonce) => ({
        kind: "work",
        task,
        claim: nonce,
        tip: commit,
        head,
        seen: world.log.directives.length,
        aborted: false,
        ...purseOf(partFor(world.log, taskHolder(task), last.spent), last.spent),
      }),
    };
  }
}

/** endTask of effect/steps.ts. */
export function* end(scene: Scene, ends: readonly { task: number; reason: EndReason }[]): Doing {
  for (const { task, reason } of ends) yield tombstone(scene, task, reason);
}

export function tombstone({ world, commits, base }: Scene, task: number, reason: EndReason): Effect {
  const tip = world.tips.get(task);
  const under = idOf(tip?.sha ?? world.integration?.head ?? commits.get(base).sha);
  return {
    kind: "step",
    task,
    from: tip ? under : 0,
    parents: [under],
    tree: commits.get(under).tree,
    message: stepMessage("", {
      facts: tip ? withLost(world, task, tip).facts : noFacts,
      state: { kind: "ended", reason, words: "" },
    }),
  };
}

/** sendBack of effect/submissions.ts. */
export function sendBack({ commits }: Scene, task: number, tip: Tip, reason: ReturnReason): Effect {
  const facts = { ...tip.facts, conflicts: tip.facts.conflicts + (reason === "conflict" ? 1 : 0) };
  return {
    kind: "step",
    task,
    from: idOf(tip.sha),
    parents: [idOf(tip.sha)],
    tree: commits.get(idOf(tip.sha)).tree,
    message: stepMessage(reason, { facts, state: { kind: "returned", reason, words: "" } }),
  };
}
