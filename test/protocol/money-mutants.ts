/** Broken variants of how money is set aside and counted. */

import type { Command } from "../../src/domain/command.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import type { World } from "../../src/domain/world.ts";
import { idOf } from "./commits.ts";
import type { Doing, Scene } from "./effect.ts";
import type { Mutant } from "./mutant.ts";
import { perform } from "./perform.ts";

export const moneyMutants: readonly Mutant[] = [
  {
    name: "what planners and judges spent is forgotten",
    breaks: "I11",
    world: "money-race",
    reads: (world) => ({ ...world, log: { ...world.log, spent: [] } }),
  },
  {
    name: "a worker that died spent nothing",
    breaks: "I11",
    world: "money-race",
    reads: withoutClaims,
  },
  {
    name: "a judge begins before its money is set aside",
    breaks: "I11",
    world: "money-race",
    performs: judgingOnCredit,
  },
  {
    name: "a judge that died spent nothing once there is no money for another",
    breaks: "I11",
    world: "money",
    changes: (effect) =>
      effect.kind === "append" ? { ...effect, entries: effect.entries.map(withoutCosts) } : effect,
  },
  {
    name: "money is set aside by what was free when the round began",
    breaks: "I11",
    world: "money-two",
    performs: holdingTwice,
  },
];

/** Nobody is taken for having been at work. */
function withoutClaims(world: World): World {
  const returned = { kind: "returned", reason: "refused", words: "" } as const;
  const isLeft = (task: number, kind: string) => kind === "claimed" && !world.busy.workers.has(task);
  const tips = [...world.tips].map(
    ([task, tip]) => [task, isLeft(task, tip.state.kind) ? { ...tip, state: returned } : tip] as const,
  );
  return { ...world, tips: new Map(tips) };
}

const withoutCosts = (entry: Entry): Entry =>
  entry.kind === "verdict" && entry.judgement.verdict === "stop" ? { ...entry, spent: nothingSpent } : entry;

function judgingOnCredit(_scene: Scene, command: Command): Doing | undefined {
  return command.kind === "judge" ? onCredit(command) : undefined;
}

function* onCredit(command: Extract<Command, { kind: "judge" }>): Doing {
  yield { kind: "start", job: { ...command, purse: 1 } };
}

/** Takes the log for as it was read, whatever came into it in this round. */
function holdingTwice(scene: Scene, command: Command): Doing | undefined {
  if (command.kind !== "judge" && command.kind !== "wake-planner") return undefined;
  return perform({ ...scene, logTip: idOf(String(scene.world.logTip)) }, command);
}
