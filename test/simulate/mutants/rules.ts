/** Rules that are switched off as a whole. */

import type { Mutant } from "../mutants.ts";
import { again, breaking, breakingFirst, earlyPause } from "./trouble.ts";

export const rules: readonly Mutant[] = [
  {
    name: "everybody is the steward",
    caughtBy: "I1",
    changes: [
      {
        file: "src/decide/decide.ts",
        from: "const isSteward = world.log.steward === world.instance;",
        to: "const isSteward = true;",
      },
    ],
    plan: { processes: 3 },
  },
  {
    name: "the stewardship is taken without waiting",
    caughtBy: "I1",
    changes: [{ file: "src/decide/lease.ts", from: "world.still.log >= world.lease;", to: "true;" }],
    plan: { processes: 3 },
  },
  {
    name: "gated candidates land untested",
    caughtBy: "I5",
    changes: [
      {
        file: "src/decide/gate.ts",
        from: "if (!lastRunOn(world.log, top.commit)) return [];\n  const found = findCulprit(world, head, links);",
        to: "const found = lastRunOn(world.log, top.commit) && findCulprit(world, head, links);",
      },
    ],
    plan: { gated: true, tasks: breaking },
  },
  {
    name: "a pause is not heard",
    caughtBy: "I8",
    changes: [
      {
        file: "src/decide/control.ts",
        from: "isPausedByPerson(world) || isRewritten(world) ||",
        to: "isRewritten(world) ||",
      },
    ],
    plan: { happenings: earlyPause },
  },
  {
    name: "the worker of a vetoed task works on",
    caughtBy: "I8",
    changes: [
      { file: "src/jobs.ts", from: "if (isHalted(world, task)) abort.abort();", to: "" },
      {
        file: "src/jobs.ts",
        from: 'state?.kind !== "submitted") abort.abort();',
        to: 'state?.kind !== "submitted") continue;',
      },
    ],
    plan: { happenings: again("veto") },
  },
  {
    name: "the first landing since green is always blamed",
    caughtBy: "L5",
    changes: [
      {
        file: "src/decide/check.ts",
        from: "const { link, check, sure } = found;",
        to: "const { check, sure } = found;\n  const link = world.sinceGreen[0] ?? found.link;",
      },
    ],
    plan: { tasks: breaking, gated: false, faults: {}, happenings: [] },
  },
  {
    name: "a red landing is taken back at once",
    caughtBy: "L5",
    changes: [
      {
        file: "src/decide/revert.ts",
        from: "(isLong && world.lasting.red >= redFor) || isQuiet(world)",
        to: "isLong || true",
      },
    ],
    plan: { tasks: breakingFirst, gated: false, faults: {}, happenings: [] },
  },
];
