/** Effects on integration: landings, at once or tested first, and landings that are taken back. */

import { parseHandOff } from "../../src/codec/hand-off.ts";
import { formatMerge, formatRevert } from "../../src/codec/trailers.ts";
import type { Command } from "../../src/domain/command.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber, type Sha } from "../../src/domain/ids.ts";
import { tasksOf } from "../../src/domain/task.ts";
import type { Tip } from "../../src/domain/tip.ts";
import { idOf } from "./commits.ts";
import { type Doing, type Effect, mergeOf, type Scene } from "./effect.ts";
import { sendBack } from "./effects-tasks.ts";
import type { Move } from "./state.ts";

/** What a read of an issue that is not open answers. */
export const closed = 2;

interface Merged {
  readonly task: number;
  readonly tip: Tip;
  readonly merge: number;
}

interface Merges {
  readonly merged: readonly Merged[];
  readonly conflicts: readonly (readonly [number, Tip])[];
}

/** landTasks of effect/submissions.ts with land of effect/landing.ts. */
export function* land(scene: Scene, numbers: readonly number[]): Doing {
  const { merged, conflicts } = yield* mergeAll(scene, numbers);
  if (merged.length > 0) yield pushLandings(scene, merged);
  for (const [task, tip] of conflicts) yield sendBack(scene, task, tip, "conflict");
}

/** proposeTasks of effect/submissions.ts. */
export function* propose(scene: Scene, numbers: readonly number[]): Doing {
  const { merged, conflicts } = yield* mergeAll(scene, numbers);
  const top = merged.at(-1)?.merge;
  if (top !== undefined) {
    const entries = [{ kind: "proposed" as const, commit: scene.commits.get(top).sha }];
    yield { kind: "append", subject: "test", entries, kept: [top] };
  }
  for (const [task, tip] of conflicts) yield sendBack(scene, task, tip, "conflict");
}

/** landCandidate of effect/candidate.ts. */
export function* landCandidate(scene: Scene, commit: Sha): Doing {
  const links = scene.world.candidate?.links ?? [];
  const tested = links.slice(0, links.findIndex((link) => link.commit === commit) + 1);
  const merged = tested.flatMap(({ landing, commit: merge }): Merged[] => {
    const tip = landing && scene.world.tips.get(landing.task);
    const isAsTested = tip?.sha === landing?.submission && tip?.state.kind === "submitted";
    return landing && isAsTested ? [{ task: landing.task, tip, merge: idOf(merge) }] : [];
  });
  for (const { task } of merged) if ((yield { kind: "read", issue: task }) === closed) return;
  if (merged.length > 0) yield pushLandings(scene, merged);
}

/** returnRed of effect/submissions.ts. */
export function* returnRed(scene: Scene, { task }: Extract<Command, { kind: "return-red" }>): Doing {
  const tip = scene.world.tips.get(task);
  if (tip) yield sendBack(scene, task, tip, "red");
}

/** revertTasks of effect/revert.ts. */
export function* revert(scene: Scene, tasks: readonly number[]): Doing {
  const { world, commits } = scene;
  if (!world.integration || !world.green) return;
  const message = formatRevert({ why: "red", subject: "revert", words: "", tasks, nonce: "" });
  const { tree } = commits.get(idOf(world.green));
  yield moveTo(scene, tasks, commits.make([idOf(world.integration.head)], message, tree).id);
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
  yield moveTo(scene, [task], commits.make([head], message, tree).id);
}

function moveTo({ world }: Scene, tasks: readonly number[], to: number): Effect {
  const head = idOf(String(world.integration?.head));
  const own = tasks.flatMap((task): Move[] => {
    const tip = world.tips.get(task)?.sha;
    const isLanding = tip !== undefined && tip === world.integration?.landed.get(task);
    return isLanding ? [{ ref: String(task), from: idOf(tip), to }] : [];
  });
  const moves = [{ ref: "integration", from: head, to }, ...own];
  return { kind: "land", subject: "taken back", entries: [], moves, tasks: [] };
}

/** submissionsOf of effect/submissions.ts with mergeAll of effect/landing.ts. */
function* mergeAll(scene: Scene, numbers: readonly number[]): Generator<Effect, Merges, number> {
  const { world, commits } = scene;
  const merged: Merged[] = [];
  const conflicts: [number, Tip][] = [];
  if (!world.integration) return { merged, conflicts };
  const head = idOf(world.integration.head);
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
    top = commits.make([top, idOf(tip.sha)], message, merge.tree).id;
    merged.push({ task: number, tip, merge: top });
  }
  return { merged, conflicts };
}

/** pushLandings of effect/landing.ts. */
function pushLandings({ world, commits }: Scene, merged: readonly Merged[]): Effect {
  const moves = merged.map(({ task, tip, merge }) => ({ ref: String(task), from: idOf(tip.sha), to: merge }));
  const entries = merged.map(({ task, tip, merge }): Entry => {
    const { attempt, conflicts, spent } = tip.facts;
    const handOff = parseHandOff(tip.state.kind === "submitted" ? tip.state.handOff : "");
    const own = { task: issueNumber(task), merge: commits.get(merge).sha, submission: tip.sha };
    return { kind: "landed", ...own, attempt, conflicts, spent, handOff };
  });
  const from = idOf(String(world.integration?.head));
  const to = merged.at(-1)?.merge ?? from;
  const tasks = merged.map(({ task }) => task);
  return {
    kind: "land",
    subject: "landed",
    entries,
    moves: [{ ref: "integration", from, to }, ...moves],
    tasks,
  };
}
