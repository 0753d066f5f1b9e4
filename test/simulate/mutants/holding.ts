/** Mistakes about who holds what: claims, the log, landings, ends. */

import type { Mutant } from "../mutants.ts";
import { again, breaking, twoTasks } from "./trouble.ts";

export const holding: readonly Mutant[] = [
  {
    name: "a step replaces whatever is there",
    caughtBy: "I1",
    seeds: { from: 5, count: 60 },
    changes: [
      {
        file: "src/effect/steps.ts",
        from: "from: step.from, to }",
        to: "from: await outside.mirror.remoteTip(taskBranch(outside, step.task)), to }",
      },
    ],
    plan: { processes: 3, tasks: twoTasks },
  },
  {
    name: "a claim is taken over without waiting",
    caughtBy: "I1",
    changes: [
      {
        file: "src/decide/lease.ts",
        from: "(world.still.tasks.get(task) ?? 0) >= world.lease",
        to: "world.tips.has(task)",
      },
    ],
    plan: { processes: 3 },
  },
  {
    name: "the log takes whatever is there",
    caughtBy: "I1",
    changes: [
      {
        file: "src/effect/log-branch.ts",
        from: "{ branch: this.branch, from, to }",
        to: "{ branch: this.branch, from: await this.#mirror.remoteTip(this.branch), to }",
      },
    ],
    plan: { processes: 3 },
  },
  {
    name: "a landing moves integration only",
    caughtBy: "I2",
    seeds: { from: 4, count: 60 },
    changes: [
      {
        file: "src/effect/landing.ts",
        from: "...landings.map(({ task, submission, merge }) => ({",
        to: "...landings.slice(landings.length).map(({ task, submission, merge }) => ({",
      },
    ],
  },
  {
    name: "a landing leaves the log where it is",
    caughtBy: "I2",
    changes: [{ file: "src/effect/log-branch.ts", from: "[...moves, own]", to: "moves" }],
  },
  {
    name: "a landing is not atomic",
    caughtBy: "I2",
    changes: [{ file: "src/effect/atomic-push.ts", from: "push(moves, true)", to: "push(moves, false)" }],
  },
  {
    name: "a first landing is not seen and leaves its submission",
    caughtBy: "I3",
    seeds: { from: 4, count: 60 },
    changes: [
      {
        file: "src/intake/history.ts",
        from: "if (task)",
        to: "if (task && (landed.has(-task) || !landed.set(-task, commit.sha)))",
      },
      {
        file: "src/effect/landing.ts",
        from: "...landings.map(({ task, submission, merge }) => ({",
        to: "...landings.slice(landings.length).map(({ task, submission, merge }) => ({",
      },
    ],
  },
  {
    name: "a revert stands on green",
    caughtBy: "I6",
    seeds: { from: 4, count: 60 },
    changes: [{ file: "src/effect/revert.ts", from: "[integration.head],\n", to: "[green],\n" }],
    plan: { tasks: breaking },
  },
  {
    name: "branches are removed and nothing keeps them",
    caughtBy: "I6",
    changes: [
      { file: "src/effect/cycles.ts", from: "ended.map(({ tip }) => tip.sha)", to: "[]" },
      { file: "src/effect/cycles.ts", from: "!isKept[index]", to: "isKept[index]" },
    ],
    plan: { happenings: again("veto") },
  },
  {
    name: "the log ends tasks without their tips",
    caughtBy: "I7",
    changes: [{ file: "src/effect/cycles.ts", from: "ended.map(({ tip }) => tip.sha)", to: "[]" }],
    plan: { happenings: again("veto") },
  },
  {
    name: "a veto ends nothing",
    caughtBy: "I8",
    changes: [
      {
        file: "src/decide/end.ts",
        from: 'if (isVetoed(world, task.number)) return "vetoed";',
        to: "",
      },
    ],
    plan: { happenings: again("veto") },
  },
  {
    name: "a claim goes on after a tombstone",
    caughtBy: "I20",
    changes: [
      {
        file: "src/decide/claim.ts",
        from: 'task.state === "returned") return true',
        to: 'task.state === "returned" || task.state === "ended") return true',
      },
    ],
    plan: { processes: 1, tasks: twoTasks, happenings: again("veto") },
  },
  {
    name: "a landed task is claimed again",
    caughtBy: "I20",
    changes: [
      {
        file: "src/decide/claim.ts",
        from: 'task.state === "returned") return true',
        to: 'task.state === "returned" || task.state === "landed") return true',
      },
    ],
  },
];
