/** Mistakes about what is remembered between two readings. */

import type { Mutant } from "../mutants.ts";
import { twiceInASecond } from "./trouble.ts";

export const remembering: readonly Mutant[] = [
  {
    name: "what changed shortly before the last change is skipped",
    caughtBy: "L1",
    changes: [
      { file: "src/intake/issue-reader.ts", from: "const overlap = 10_000;", to: "const overlap = -10_000;" },
    ],
    plan: { faults: {} },
  },
  {
    name: "whoever answers once that an issue is gone is believed",
    caughtBy: "I4",
    changes: [
      { file: "src/intake/gone-issues.ts", from: "const enough = 2;", to: "const enough = 1;" },
      { file: "src/intake/gone-issues.ts", from: "const enoughAlone = 5;", to: "const enoughAlone = 1;" },
    ],
    plan: { faults: { "gone-for-a-moment": 0.5 } },
  },
  {
    name: "an issue that changed twice in a second is skipped",
    caughtBy: "I18",
    changes: [
      {
        file: "src/intake/issue-reader.ts",
        from: "issue.updatedAt < shown.updatedAt",
        to: "issue.updatedAt <= shown.updatedAt",
      },
    ],
    plan: { faults: {}, happenings: twiceInASecond },
  },
];
