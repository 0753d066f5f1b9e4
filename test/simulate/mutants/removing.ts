/** Mistakes about what people remove from the repository: milestones and labels. */

import type { Mutant } from "../mutants.ts";
import { again, breaking } from "./trouble.ts";

export const removing: readonly Mutant[] = [
  {
    name: "a milestone that is gone cannot be closed",
    caughtBy: "L1",
    changes: [
      {
        file: "src/effect/github.ts",
        from: "await isThere(this.#api.request(route, asked));",
        to: "await this.#api.request(route, asked);",
      },
    ],
    plan: { happenings: again("delete-milestone") },
  },
  {
    name: "a label that is gone is not made again",
    caughtBy: "L1",
    changes: [
      {
        file: "src/effect/github.ts",
        from: "await this.installLabels();\n    return",
        to: "return",
      },
    ],
    plan: { happenings: again("delete-label") },
  },
  {
    name: "what was removed is named for ever",
    caughtBy: "L6",
    changes: [{ file: "src/effect/github.ts", from: "this.#nodes.clear();", to: "" }],
    plan: { tasks: breaking, happenings: again("delete-label") },
  },
  {
    name: "the goal's label stays off",
    caughtBy: "L4",
    changes: [
      {
        file: "src/decide/show.ts",
        from: "labels.includes(goalLabel) || world.log.charter === undefined",
        to: "true",
      },
    ],
    plan: { happenings: again("unlabel-goal") },
  },
];
