/** A budget in USD cannot be kept with a model whose price nobody knows: nothing that costs begins, and people are told. */

import type { Command } from "../domain/command.ts";
import type { Entry } from "../domain/entry.ts";
import { parseUsd } from "../domain/money.ts";
import type { World } from "../domain/world.ts";
import type { Rule } from "./rule.ts";

const costly: ReadonlySet<Command["kind"]> = new Set(["wake-planner", "judge", "claim"]);

/** Without what would spend money that nobody can count. */
export const affordable = (world: World, commands: readonly Command[]): readonly Command[] =>
  isUncounted(world) ? commands.filter(({ kind }) => !costly.has(kind)) : commands;

export const showUnpriced: Rule = (world) =>
  isUncounted(world) && !world.gone.has(world.goal.number) && !world.remarks.has("price goal")
    ? [{ kind: "show-unpriced", model: world.unpriced ?? "" }]
    : [];

/** A word on the budget that came while a price was missing never counts: the log says so for every reader of it. */
export const withPrice = (entry: Entry, unpriced: string | undefined): Entry =>
  entry.kind === "command" && entry.word === "budget" && unpriced !== undefined && parseUsd(entry.argument)
    ? { ...entry, unpriced }
    : entry;

const isUncounted = ({ unpriced, log }: World): boolean =>
  unpriced !== undefined && log.charter?.limits.budget !== undefined;
