/** The shape of a rule: a fresh world in, commands out; no clock, no randomness, no I/O. */

import type { Command } from "../domain/command.ts";
import type { World } from "../domain/world.ts";

export type Rule = (world: World) => readonly Command[];
