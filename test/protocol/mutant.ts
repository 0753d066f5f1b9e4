/** What a mutant may change: what is read, what is decided, what an effect does, and how a push is taken. */

import type { Command } from "../../src/domain/command.ts";
import type { World } from "../../src/domain/world.ts";
import type { Doing, Effect, Ground, Scene } from "./effect.ts";

export interface Mutant {
  readonly name: string;
  /** The property that must catch it, and the world in which it does. */
  readonly breaks: string;
  readonly world: string;
  readonly reads?: (world: World, ground: Ground) => World;
  readonly decides?: (world: World, commands: readonly Command[]) => readonly Command[];
  /** Other effects for a command; undefined leaves it as it is. */
  readonly performs?: (scene: Scene, command: Command) => Doing | undefined;
  readonly changes?: (effect: Effect) => Effect;
  /** A push of what the branch already holds counts as taken, and commits carry no nonce. */
  readonly sameCommits?: boolean;
  /** A push without an expected value overwrites; else it only goes forward or creates. */
  readonly forces?: boolean;
  /** A refused append does not end the round. */
  readonly staysSteward?: boolean;
  /** An append without an answer is sent again, on whatever is the tip by then. */
  readonly repeats?: boolean;
  /** A result of a slow job enters the log though it is there already. */
  readonly entersAgain?: boolean;
  /** What was read before a decision is not read again before its effect. */
  readonly readsOnce?: boolean;
  /** One ref that moved counts for all of the push. */
  readonly believes?: boolean;
}

/** The protocol as it is. */
export const unchanged: Mutant = { name: "none", breaks: "", world: "" };
