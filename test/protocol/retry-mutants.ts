/** Broken variants of how what ended comes back. */

import { nextRetries } from "../../src/domain/retry.ts";
import { tasksOf } from "../../src/domain/task.ts";
import type { Mutant } from "./mutant.ts";

export const retryMutants: readonly Mutant[] = [
  {
    name: "a retry counts for ever",
    breaks: "I20",
    world: "retry",
    decides: (world, commands) => {
      const tasks = tasksOf(world)
        .filter(({ number, state }) => state === "ended" && world.log.retries.has(number))
        .map(({ number }) => number);
      const isSteward = world.log.steward === world.instance && !world.log.closed;
      return isSteward && tasks.length > 0 ? [{ kind: "retry", tasks }] : commands;
    },
  },
  {
    name: "a retry without an expected value",
    breaks: "I1",
    world: "retry-race",
    forces: true,
    changes: (effect) =>
      effect.kind === "step" && effect.message("").includes("Swarm-Retry:")
        ? { ...effect, from: undefined }
        : effect,
  },
  {
    name: "the log does not say which retry an end came after",
    breaks: "L3",
    world: "retry-veto",
    changes: (effect) =>
      effect.kind === "append"
        ? {
            ...effect,
            entries: effect.entries.map((entry) =>
              entry.kind === "ended" ? { ...entry, retries: 0 } : entry,
            ),
          }
        : effect,
  },
  {
    name: "a retry is dropped once there is a verdict",
    breaks: "L1",
    world: "retry",
    decides: (world, commands) =>
      world.log.cycles.at(-1)?.verdict === undefined
        ? commands
        : [
            ...commands.filter(({ kind }) => kind !== "retry" && kind !== "close-cycle"),
            ...(world.log.cycles.at(-1)?.closed ? [] : [{ kind: "close-cycle" as const, cycle: 1 }]),
          ],
  },
  {
    name: "a goal ends though a retry was said after its last verdict",
    breaks: "L1",
    world: "retry-again",
    decides: (world, commands) =>
      nextRetries(world).length === 0
        ? commands
        : commands.map((command) =>
            command.kind === "start-cycle" ? { kind: "close-goal", state: "done", why: "" } : command,
          ),
  },
];
