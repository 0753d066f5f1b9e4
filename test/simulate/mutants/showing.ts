/** Mistakes about what people say and see: words, issues, comments, labels. */

import type { Mutant } from "../mutants.ts";
import { again, twoTasks } from "./trouble.ts";

export const showing: readonly Mutant[] = [
  {
    name: "no report closes an issue",
    caughtBy: "I4",
    changes: [
      {
        file: "src/decide/show.ts",
        from: "if (issue.open || issue.reported",
        to: "if (!issue.open && issue.reported",
      },
    ],
  },
  {
    name: "a comment is registered again",
    caughtBy: "I9",
    seeds: { from: 2, count: 60 },
    changes: [
      {
        file: "src/intake/load-world.ts",
        from: "log.registered, present.monotonic",
        to: "new Set(), present.monotonic",
      },
      {
        file: "src/decide/listen.ts",
        from: "!world.log.registered.has(comment.comment)",
        to: "(!world.log.registered.has(comment.comment) || world.log.directives.length < 2)",
      },
    ],
    plan: { happenings: again("direct") },
  },
  {
    name: "no verdict and no limit ends the cycles",
    caughtBy: "I12",
    changes: [
      {
        file: "src/decide/cycle.ts",
        from: 'last?.verdict === "done" && !overruled',
        to: 'last?.summary === ""',
      },
      {
        file: "src/decide/cycle.ts",
        from: "own.length >= charter.limits.cycles",
        to: "own.length > charter.limits.cycles",
      },
    ],
    plan: { tasks: twoTasks },
  },
  {
    name: "copies of a comment stay",
    caughtBy: "I13",
    seeds: { from: 5, count: 60 },
    changes: [
      {
        file: "src/decide/tidy.ts",
        from: "return comments.length > 0 ?",
        to: "return comments.length > 99 ?",
      },
    ],
    plan: { processes: 2, faults: { "effect-late": 0.1 } },
  },
  {
    name: "nothing said is looked for, and copies stay",
    caughtBy: "I13",
    changes: [
      { file: "src/effect/remarks.ts", from: "?.[0];", to: "?.[99];" },
      {
        file: "src/decide/tidy.ts",
        from: "return comments.length > 0 ?",
        to: "return comments.length > 99 ?",
      },
    ],
  },
  {
    name: "copies of an issue stay open",
    caughtBy: "I13",
    seeds: { from: 5, count: 60 },
    changes: [
      { file: "src/decide/tidy.ts", from: "if (!isStray) return", to: "if (!isStray || issue.open) return" },
    ],
    plan: { processes: 3, faults: { "answer-lost": 0.3, "effect-late": 0.2 } },
  },
  {
    name: "labels of what is over stay",
    caughtBy: "L4",
    changes: [
      {
        file: "src/decide/show.ts",
        from: "return labels.length < issue.labels.length ?",
        to: "return labels.length > issue.labels.length ?",
      },
    ],
    plan: { happenings: again("relabel-task") },
  },
  {
    name: "what is gone is closed for ever",
    caughtBy: "L6",
    seeds: { from: 23, count: 60 },
    changes: [
      {
        file: "src/intake/issue-reader.ts",
        from: "[...missing].filter((one) => this.#issues.has(one))",
        to: "[goal].filter((one) => missing.has(one))",
      },
    ],
    plan: {
      ...{ processes: 1, tasks: twoTasks, subPlan: false, faults: { slow: 0.6 } },
      happenings: [{ at: 240_000, kind: "act", act: "delete-issue", task: 1 }],
    },
  },
  {
    name: "what was read before a long stop still counts",
    caughtBy: "L6",
    seeds: { from: 280990, count: 10 },
    changes: [{ file: "src/engine.ts", from: "outside.clock.monotonic() - readAt >= lease", to: "false" }],
  },
  {
    name: "the status tells the time",
    caughtBy: "L6",
    changes: [{ file: "src/effect/status.ts", from: '"## Status",', to: '"## Status", String(world.now),' }],
  },
];
