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
