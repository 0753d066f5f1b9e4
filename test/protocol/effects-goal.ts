/** Effects on the goal as a whole: its acceptance, cycles, issues and end. */

import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { type Planned, runningCycle } from "../../src/domain/log.ts";
import { tasksOf } from "../../src/domain/task.ts";
import type { GoalState } from "../../src/domain/words.ts";
import type { World } from "../../src/domain/world.ts";
import { firstOfIntent } from "../../src/effect/issues.ts";
import { aCharter } from "../support/builders.ts";
import { idOf } from "./commits.ts";
import type { Doing, Scene } from "./effect.ts";
import { goal } from "./state.ts";

/** acceptGoal of perform.ts. */
export function* accept({ world, commits, base, limits }: Scene): Doing {
  const entry = {
    kind: "accepted" as const,
    charter: aCharter({ limits }),
    user: 1,
    base: world.log.base ?? commits.get(base).sha,
  };
  yield { kind: "append", subject: "accepted", entries: [entry], kept: [] };
}

/** startCycle of effect/cycles.ts; the default branch never moves here. */
export function* startCycle({ world, commits, base }: Scene, cycle: number): Doing {
  const missing = [...(world.green ? [] : ["green"]), ...(world.integration ? [] : ["integration"])];
  const moves = missing.map((ref) => ({ ref, from: 0, to: base }));
  const made = { kind: "land", subject: "branches", entries: [], moves, tasks: [] } as const;
  if (moves.length > 0 && (yield made) === 0) yield { kind: "throw" };
  const name = `${goal}/cycle-${cycle}`;
  const report =
    firstOfIntent(world).get(name) ?? (yield { kind: "create", intent: name, label: "swarm:cycle" });
  const own = { cycle, milestone: cycle, report: issueNumber(report), base: commits.get(base).sha };
  yield { kind: "append", subject: "begins", entries: [{ kind: "cycle-started", ...own }], kept: [] };
}

/** createIssues of effect/issues.ts. */
export function* createIssues({ world }: Scene, planned: readonly Planned[]): Doing {
  const known = firstOfIntent(world);
  const entries: Entry[] = [];
  for (const { intent } of planned) {
    const number =
      known.get(intent.name) ??
      (yield { kind: "create", intent: intent.name, label: `swarm:${intent.kind}` });
    entries.push({ kind: "recorded", name: intent.name, number: issueNumber(number) });
  }
  yield { kind: "append", subject: "recorded", entries, kept: [] };
}

/** closeCycle of effect/cycles.ts. */
export function* closeCycle(scene: Scene): Doing {
  const cycle = runningCycle(scene.world.log);
  if (!cycle?.verdict) return;
  yield { kind: "patch", issue: cycle.report, open: false };
  yield appendWithEnded(scene, { kind: "cycle-closed", cycle: cycle.number });
}

/** closeGoal of effect/cycles.ts. */
export function* closeGoal(scene: Scene, state: GoalState, why: string): Doing {
  yield appendWithEnded(scene, { kind: "goal-closed", state, why, pull: undefined });
}

function appendWithEnded({ world }: Scene, last: Entry) {
  const ended = tasksOf(world).flatMap(({ number, state, reason }) => {
    const tip = world.tips.get(number);
    return state === "ended" && reason && tip ? [{ number, reason, tip }] : [];
  });
  const entries = ended.map(({ number, reason, tip }): Entry => {
    const { attempt, conflicts, retries, spent } = tip.facts;
    const again = retries ? { retries } : {};
    const end = { kind: "ended", task: issueNumber(number), tip: tip.sha, reason } as const;
    return { ...end, ...again, attempt, conflicts, spent };
  });
  const kept = ended.map(({ tip }) => idOf(tip.sha));
  return { kind: "append" as const, subject: "closed", entries: [...entries, last], kept };
}

/** removeBranches of effect/cycles.ts. */
export function* removeBranches({ world, commits }: Scene, tasks: readonly number[]): Doing {
  const tips = tasks.flatMap((task) => {
    const tip = world.tips.get(task);
    return tip ? [{ task, tip: idOf(tip.sha) }] : [];
  });
  const log = commits.history(idOf(String(world.logTip)));
  const loose = tips.filter(({ tip }) => !log.has(tip));
  const entries = loose.flatMap(({ task }) => world.log.ended.get(task) ?? []);
  const kept = loose.map(({ tip }) => tip);
  if (loose.length > 0) yield { kind: "append", subject: "kept", entries, kept };
  for (const { task, tip } of tips) yield { kind: "move", ref: String(task), from: tip, to: 0 };
}

/** closeTask of effect/issues.ts: one call. */
export function* closeTask(world: World, issue: number): Doing {
  const ours = ["swarm:claimed", "swarm:needs-answer"];
  const labels = (world.issues.get(issue)?.labels ?? []).filter((label) => !ours.includes(label));
  const state = tasksOf(world).find((task) => task.number === issue)?.state;
  const reported = state === "landed" ? "Landed" : state === "reverted" ? "Reverted" : "Ended";
  yield { kind: "patch", issue, open: false, labels, reported };
}
