/** The longer parts of mutants. */

import type { Command } from "../../src/domain/command.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber, type Sha } from "../../src/domain/ids.ts";
import type { World } from "../../src/domain/world.ts";
import { idOf } from "./commits.ts";
import type { Doing, Effect, Ground, Scene } from "./effect.ts";

/** Nothing in a step tells who made it. */
export function minting(effect: Effect): Effect {
  if (effect.kind !== "step") return effect;
  const message = (nonce: string) => effect.message(nonce).replace(/(Swarm-Instance: ).*/, "$1any");
  return { ...effect, message };
}

/** What landed is looked for along first parents only. */
export function historyOfFirstParents(world: World, { commits }: Ground): World {
  if (!world.integration) return world;
  const landed = new Map<number, Sha>();
  for (let at: number | undefined = idOf(world.integration.head); at !== undefined; ) {
    const { lands, sha, parents } = commits.get(at);
    if (lands !== undefined) landed.set(lands, sha);
    at = parents[0];
  }
  return { ...world, integration: { ...world.integration, landed } };
}

/** Ends tasks by removing their branches. */
export const removing = ({ world }: Scene, command: Command): Doing | undefined =>
  command.kind === "end-tasks" ? removals(world, command.ends) : undefined;

function* removals(world: World, ends: readonly { task: number }[]): Doing {
  for (const { task } of ends) {
    const tip = world.tips.get(task);
    yield { kind: "move", ref: String(task), from: tip ? idOf(tip.sha) : 0, to: 0 };
  }
}

/** Creates every issue anew, and records it. */
export const renumbering = (_scene: Scene, command: Command): Doing | undefined =>
  command.kind === "create-issues" ? anew(command.planned.map(({ intent }) => intent.name)) : undefined;

function* anew(intents: readonly string[]): Doing {
  const entries: Entry[] = [];
  for (const name of intents) {
    const number = yield { kind: "create", intent: name, label: "swarm:task" };
    entries.push({ kind: "recorded", name, number: issueNumber(number) });
  }
  yield { kind: "append", subject: "recorded", entries, kept: [] };
}
