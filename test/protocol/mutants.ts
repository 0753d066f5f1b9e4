/** Broken variants of the protocol, each caught by the name of the property it breaks. */

import type { Command } from "../../src/domain/command.ts";
import { tasksOf } from "../../src/domain/task.ts";
import { isVetoed } from "../../src/domain/tree.ts";
import type { World } from "../../src/domain/world.ts";
import { moneyMutants } from "./money-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { historyOfFirstParents, minting, removing, renumbering } from "./mutant-parts.ts";
import { redMutants } from "./red-mutants.ts";
import { retryMutants } from "./retry-mutants.ts";

/** Claims these tasks, too, when they are left. */
const alsoClaims = (world: World, commands: readonly Command[], state: string): readonly Command[] => {
  const tasks = tasksOf(world)
    .filter((task) => task.state === state && (world.still.tasks.get(task.number) ?? 0) >= world.lease)
    .map((task) => task.number);
  return tasks.length === 0 || world.log.closed ? commands : [...commands, { kind: "claim", tasks }];
};

const submissions = (world: World) =>
  tasksOf(world)
    .filter((task) => task.state === "submitted" && !world.busy.workers.has(task.number))
    .map((task) => task.number);

/** Lands first and ends nobody. */
const landsAnyway = (world: World, commands: readonly Command[], tasks: readonly number[]) => {
  const others = commands.filter(({ kind }) => kind !== "end-tasks" && kind !== "land");
  const isSteward = world.log.steward === world.instance;
  return isSteward && tasks.length > 0 ? [{ kind: "land" as const, tasks }, ...others] : commands;
};

export const mutants: readonly Mutant[] = [
  {
    name: "a plain push makes a removed branch anew",
    breaks: "I1",
    world: "meddle",
    changes: (effect) => (effect.kind === "step" ? { ...effect, from: undefined } : effect),
  },
  {
    name: "two clients push the same claim commit",
    breaks: "I1",
    world: "claim",
    sameCommits: true,
    changes: minting,
  },
  {
    name: "a claim without an expected value",
    breaks: "I1",
    world: "claim",
    forces: true,
    changes: (effect) => (effect.kind === "step" && effect.starts ? { ...effect, from: undefined } : effect),
  },
  {
    name: "the log is written without an expected value",
    breaks: "I1",
    world: "claim",
    forces: true,
    changes: (effect) => (effect.kind === "append" ? { ...effect, anyway: true } : effect),
  },
  {
    name: "an unheard append is repeated without reading",
    breaks: "I1",
    world: "steward",
    repeats: true,
    changes: (effect) => (effect.kind === "append" ? { ...effect, anyway: true } : effect),
  },
  {
    name: "a steward that was refused goes on",
    breaks: "I1",
    world: "veto-race",
    staysSteward: true,
  },
  {
    name: "a group push counts as taken when one ref was",
    breaks: "I1",
    world: "claim",
    believes: true,
  },
  {
    name: "a landing leaves the log where it is",
    breaks: "I1",
    world: "claim",
    changes: (effect) => (effect.kind === "land" ? { ...effect, unfenced: true } : effect),
  },
  {
    name: "a landing leaves the task branch where it is",
    breaks: "I2",
    world: "claim",
    changes: (effect) =>
      effect.kind === "land"
        ? { ...effect, moves: effect.moves.filter((move) => move.ref === "integration") }
        : effect,
  },
  {
    name: "a landing removes the task branch",
    breaks: "I2",
    world: "claim",
    changes: (effect) =>
      effect.kind === "land"
        ? {
            ...effect,
            moves: effect.moves.map((move) => (move.ref === "integration" ? move : { ...move, to: 0 })),
          }
        : effect,
  },
  {
    name: "a landing is no atomic push",
    breaks: "I2",
    world: "meddle",
    changes: (effect) => (effect.kind === "land" ? { ...effect, torn: true } : effect),
  },
  {
    name: "submissions are taken over",
    breaks: "I2",
    world: "claim",
    decides: (world, commands) => alsoClaims(world, commands, "submitted"),
  },
  {
    name: "a landing looks only at first parents",
    breaks: "I3",
    world: "meddle",
    reads: historyOfFirstParents,
  },
  {
    name: "a landing does not read the issue again",
    breaks: "I4",
    world: "needs",
    readsOnce: true,
  },
  {
    name: "a landing overwrites integration",
    breaks: "I6",
    world: "meddle",
    forces: true,
    changes: (effect) =>
      effect.kind === "land"
        ? { ...effect, moves: effect.moves.map((move) => ({ ...move, from: undefined })) }
        : effect,
  },
  {
    name: "a veto removes the branch",
    breaks: "I7",
    world: "veto",
    performs: removing,
  },
  {
    name: "a landing does not mind a veto",
    breaks: "I8",
    world: "veto",
    decides: (world, commands) =>
      landsAnyway(
        world,
        commands,
        submissions(world).filter((task) => isVetoed(world, task)),
      ),
  },
  {
    name: "recorded numbers are overwritten",
    breaks: "I13",
    world: "ask",
    decides: (world, commands) => {
      const planned = [...world.log.planned.values()].filter((one) => one.number !== undefined);
      const isSteward = world.log.steward === world.instance && !world.log.closed;
      return isSteward && planned.length > 0 ? [{ kind: "create-issues", planned }, ...commands] : commands;
    },
    performs: renumbering,
  },
  {
    name: "a result enters the log twice",
    breaks: "I13",
    world: "life",
    entersAgain: true,
  },
  {
    name: "a claim does not mind a tombstone",
    breaks: "I20",
    world: "veto-race",
    decides: (world, commands) => alsoClaims(world, commands, "ended"),
  },
  {
    name: "needs have no end",
    breaks: "L1",
    world: "needs",
    decides: (_world, commands) =>
      commands.flatMap((command): Command[] => {
        if (command.kind !== "end-tasks") return [command];
        const ends = command.ends.filter(({ reason }) => reason !== "need-ended");
        return ends.length > 0 ? [{ ...command, ends }] : [];
      }),
  },
  {
    name: "a person's commit on a task branch is not read",
    breaks: "L1",
    world: "meddle",
    reads: (world, { commits }) => ({
      ...world,
      tips: new Map([...world.tips].filter(([, tip]) => commits.isOurs(tip.sha))),
    }),
  },
  {
    name: "claims are never taken over",
    breaks: "L2",
    world: "claim",
    decides: (world, commands) =>
      commands.flatMap((command): Command[] => {
        if (command.kind !== "claim") return [command];
        const tasks = command.tasks.filter((task) => world.tips.get(task)?.state.kind !== "claimed");
        return tasks.length > 0 ? [{ ...command, tasks }] : [];
      }),
  },
  ...moneyMutants,
  ...retryMutants,
  ...redMutants,
];
