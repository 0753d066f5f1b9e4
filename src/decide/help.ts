/** A person who asks for help gets one reply in a thread and hour, however often it is asked. */

import type { HumanCommand } from "../domain/log.ts";
import type { World } from "../domain/world.ts";
import type { Rule } from "./rule.ts";

const hour = 60 * 60_000;

export const showHelp: Rule = (world) =>
  answeredCalls(world)
    .filter((call) => world.now - call.at < hour && !world.gone.has(call.issue))
    .filter((call) => !world.remarks.has(`help ${call.comment}`))
    .map((call) => ({ kind: "show-help", issue: call.issue, call: call.comment }));

type Call = Extract<HumanCommand, { kind: "command" }>;

/** The first in each thread, and the first that comes an hour after one that was answered. */
function answeredCalls({ log }: World): readonly Call[] {
  const last = new Map<number, number>();
  return log.commands.filter((said): said is Call => {
    if (said.kind !== "command" || said.word !== "help") return false;
    if (said.at - (last.get(said.issue) ?? Number.NEGATIVE_INFINITY) < hour) return false;
    last.set(said.issue, said.at);
    return true;
  });
}
