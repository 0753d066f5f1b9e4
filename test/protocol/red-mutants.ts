/** Broken variants of what follows from checks: green, reverts, and gated landing. */

import { tasksOf } from "../../src/domain/task.ts";
import type { World } from "../../src/domain/world.ts";
import type { Effect } from "./effect.ts";
import { revert } from "./effects-landing.ts";
import type { Mutant } from "./mutant.ts";

export const redMutants: readonly Mutant[] = [
  {
    name: "green moves before its checks ran",
    breaks: "I5",
    world: "red",
    decides: (world, commands) => {
      const head = world.integration?.head;
      const isBehind = world.log.steward === world.instance && head !== undefined && head !== world.green;
      return isBehind ? [...commands, { kind: "move-green", commit: head }] : commands;
    },
  },
  {
    name: "a check that fails is taken for flaky",
    breaks: "I5",
    world: "red",
    reads: withoutRed,
  },
  {
    name: "a lasting red is never taken back",
    breaks: "L5",
    world: "red",
    decides: (_world, commands) => commands.filter(({ kind }) => kind !== "revert"),
  },
  {
    name: "a revert names only the culprit",
    breaks: "I7",
    world: "red-two",
    performs: (scene, command) =>
      command.kind === "revert" ? revert(scene, command.tasks.slice(0, 1)) : undefined,
  },
  {
    name: "a revert leaves the task branches where they are",
    breaks: "I2",
    world: "red",
    changes: (effect) =>
      isRevert(effect)
        ? { ...effect, moves: effect.moves.filter((move) => move.ref === "integration") }
        : effect,
  },
  {
    name: "a revert leaves the log where it is",
    breaks: "I1",
    world: "red-race",
    changes: (effect) => (isRevert(effect) ? { ...effect, unfenced: true } : effect),
  },
  {
    name: "a revert overwrites what was pushed meanwhile",
    breaks: "I6",
    world: "red-veto",
    forces: true,
    changes: (effect) =>
      isRevert(effect)
        ? { ...effect, moves: effect.moves.map((move) => ({ ...move, from: undefined })) }
        : effect,
  },
  {
    name: "a candidate lands before it was tested",
    breaks: "I5",
    world: "gated",
    decides: (world, commands) => {
      const top = world.candidate?.links.at(-1)?.commit;
      return top ? [{ kind: "land-candidate", commit: top }, ...commands] : commands;
    },
  },
  {
    name: "a candidate that fails lands all the same",
    breaks: "I5",
    world: "gated",
    decides: (world, commands) =>
      commands.map((command) =>
        command.kind === "return-red" && world.candidate
          ? { kind: "land-candidate", commit: world.candidate.tip }
          : command,
      ),
  },
  {
    name: "a gated goal lands at once",
    breaks: "I5",
    world: "gated",
    decides: (world, commands) => {
      const tasks = tasksOf(world).flatMap((task) => (task.state === "submitted" ? [task.number] : []));
      const others = commands.filter(({ kind }) => kind !== "propose");
      return others.length < commands.length ? [...others, { kind: "land", tasks }] : commands;
    },
  },
];

const isRevert = (effect: Effect): effect is Extract<Effect, { kind: "land" }> =>
  effect.kind === "land" && effect.subject === "taken back";

function withoutRed(world: World): World {
  const checks = world.log.checks.map((run) => ({ ...run, red: false, broken: new Set<string>() }));
  return { ...world, log: { ...world.log, checks } };
}
