/** Mistakes about money: what is set aside, what is lost with a run, what is free. */

import type { Mutant } from "../mutants.ts";
import { deaths, earlyDeaths } from "./trouble.ts";

const budget = { tokens: 200_000 };

export const spending: readonly Mutant[] = [
  {
    name: "a call may cost the whole grant, whatever was spent",
    caughtBy: "I11",
    changes: [
      {
        file: "src/agent/spending.ts",
        from: "settled.inputTokens - settled.outputTokens - reserved.tokens",
        to: "reserved.tokens",
      },
    ],
    plan: { budget: { tokens: 100_000 }, faults: { "model-malformed": 0.5 } },
  },
  {
    name: "a run that died spent nothing",
    caughtBy: "I11",
    changes: [
      {
        file: "src/domain/parts.ts",
        from: 'const isAtWork = tip.state.kind === "claimed"',
        to: "const isAtWork = false",
      },
    ],
    plan: { budget, happenings: deaths },
  },
  {
    name: "a planner that died spent nothing",
    caughtBy: "I11",
    changes: [
      {
        file: "src/domain/parts.ts",
        from: "return total ? upTo(total, nothingSpent) : nothingSpent",
        to: "return nothingSpent",
      },
    ],
    plan: {
      budget: { tokens: 100_000 },
      processes: 1,
      faults: { "model-malformed": 0.5 },
      happenings: earlyDeaths,
    },
  },
];
