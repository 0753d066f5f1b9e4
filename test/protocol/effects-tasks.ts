/** Effects on task branches: claims, tombstones, landings and what is sent back. */

import { parseHandOff } from "../../src/codec/hand-off.ts";
import { formatMerge, formatRevert, formatStep, type StepMessage } from "../../src/codec/trailers.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { tasksOf } from "../../src/domain/task.ts";
import type { Tip } from "../../src/domain/tip.ts";
import type { EndReason } from "../../src/domain/words.ts";
import { noFacts } from "../../src/effect/steps.ts";
import { idOf } from "./commits.ts";
import { type Doing, type Effect, mergeOf, type Scene } from "./effect.ts";
import type { Move } from "./state.ts";

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
    const last = tip?.facts ?? noFacts;
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
      facts: tip?.facts ?? noFacts,
      state: { kind: "ended", reason, words: "" },
    }),
  };
}

/** What a read of an issue that is not open answers. */
export const closed = 2;

/** landTasks of effect/submissions.ts with land of effect/landing.ts. */
export function* land(scene: Scene, numbers: readonly number[]): Doing {
  const { world, commits } = scene;
  if (!world.integration) return;
  const head = idOf(world.integration.head);
  const conflicts: [number, Tip][] = [];
  const moves: Move[] = [];
  const entries: Entry[] = [];
  let top = head;
  for (const task of tasksOf(world).filter((one) => numbers.includes(one.number))) {
    const tip = world.tips.get(task.number);
    if (tip?.state.kind !== "submitted" || world.integration.landed.has(task.number)) continue;
    if ((yield { kind: "read", issue: task.number }) === closed) continue;
    const merge = mergeOf(scene, top, idOf(tip.sha));
    if (!merge.clean) {
      if (!mergeOf(scene, head, idOf(tip.sha)).clean) conflicts.push([task.number, tip]);
      continue;
    }
    const words = tip.state.handOff;
    const { number, plan, cycle } = task;
    const message = formatMerge({ subject: "land", words, task: number, plan, cycle, facts: tip.facts });
    const landing = commits.make([top, idOf(tip.sha)], message, merge.tree);
    top = landing.id;
    moves.push({ ref: String(number), from: idOf(tip.sha), to: top });
    const own = { task: issueNumber(number), merge: landing.sha, submission: tip.sha };
    const { attempt, conflicts: met, spent } = tip.facts;
    entries.push({ kind: "landed", ...own, attempt, conflicts: met, spent, handOff: parseHandOff(words) });
  }
  if (moves.length > 0)
    yield {
      kind: "land",
      subject: "landed",
      entries,
      moves: [{ ref: "integration", from: head, to: top }, ...moves],
      tasks: moves.map((move) => Number(move.ref)),
    };
  for (const [task, tip] of conflicts) yield sendBack(scene, task, tip);
}

/** takeBack of effect/revert.ts, one at a time: what works on the same path is not taken out. */
export function* takeBack(scene: Scene, tasks: readonly number[]): Doing {
  const { world, commits } = scene;
  const [task] = tasks;
  const landing = task === undefined ? undefined : world.integration?.landed.get(task);
  if (!world.integration || task === undefined || !landing) return;
  const head = idOf(world.integration.head);
  const message = formatRevert({ why: "veto", subject: "take back", words: "", tasks: [task], nonce: "" });
  const brought = commits.get(idOf(landing)).parents.map((parent) => commits.get(parent).tree)[0] ?? [];
  const own = commits.get(idOf(landing)).tree.filter((work) => !brought.includes(work));
  const tree = commits.get(head).tree.filter((work) => !own.includes(work));
  const to = commits.make([head], message, tree).id;
  const isTip = world.tips.get(task)?.sha === landing;
  const moves: Move[] = [{ ref: "integration", from: head, to }];
  if (isTip) moves.push({ ref: String(task), from: idOf(landing), to });
  yield { kind: "land", subject: "taken back", entries: [], moves, tasks: [] };
}

/** sendBack of effect/submissions.ts. */
function sendBack({ commits }: Scene, task: number, tip: Tip): Effect {
  const facts = { ...tip.facts, conflicts: tip.facts.conflicts + 1 };
  return {
    kind: "step",
    task,
    from: idOf(tip.sha),
    parents: [idOf(tip.sha)],
    tree: commits.get(idOf(tip.sha)).tree,
    message: stepMessage("conflict", { facts, state: { kind: "returned", reason: "conflict", words: "" } }),
  };
}
