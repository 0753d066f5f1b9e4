/** What a planner is told of each event: its name, and the hand-off, reason or output that came with it. */

import { lastRunOn, redEvent } from "../../domain/checks.ts";
import { isVetoed } from "../../domain/tree.ts";
import { vetoConflictEvent } from "../../domain/veto.ts";
import type { World } from "../../domain/world.ts";
import { lastLines } from "../quote.ts";

export function describeEvent(world: World, event: string): string {
  if (event.startsWith("red ")) return describeRed(world, event);
  const number = Number(/#(\d+)/.exec(event)?.[1]);
  if (event.startsWith("landed")) return [event, ...handOffOf(world, number)].join("\n");
  if (event === vetoConflictEvent(number)) return describeVeto(world, event, number);
  if (event.startsWith("reverted") && isVetoed(world, number))
    return `${event}\nA person vetoed it after it had landed. Do not request it again.`;
  if (event.startsWith("reverted"))
    return `${event}\nA check kept failing, so everything that landed since the last green commit was taken back. What is still wanted needs a new task that does not break it.`;
  const tip = world.tips.get(number)?.state;
  if (tip?.kind === "ended" && tip.words !== "") return `${event}\n${tip.words}`;
  const plan = [...world.log.plans.values()].find((p) => p.number === number);
  return event.startsWith("finished plan") && plan ? `${event}\n${plan.handOff}` : event;
}

function handOffOf({ log }: World, task: number): readonly string[] {
  const handOff = log.landings.get(task)?.handOff;
  if (!handOff) return [];
  const { done, concerns, deviations, suggestions, directives } = handOff;
  const disobeyed = directives.filter(({ honoured }) => honoured === "no");
  const left = disobeyed.map(({ id, note }) => `${id} was not honoured: ${note}`);
  return [done, ...[...concerns, ...deviations, ...suggestions, ...left].map((line) => `- ${line}`)];
}

function describeVeto({ log }: World, event: string, task: number): string {
  const files = log.vetoConflicts.get(task)?.files.join(", ") ?? "";
  return `${event}\nA person vetoed #${task} after it had landed. Taking it out conflicts with what landed since, in ${files}. Request one task that removes what #${task} brought from these files, as ${log.landings.get(task)?.merge} shows it, and keeps what others brought; code takes the rest out then. Until that, the goal cannot be done.`;
}

/** The culprit is known by code, not by guess; what it handed off may say why. */
function describeRed(world: World, event: string): string {
  const blamed = world.log.blamed.findLast(({ task, check }) => event === redEvent(task, check));
  if (!blamed) return event;
  const { task, check, commit } = blamed;
  const result = lastRunOn(world.log, commit)?.results.find((one) => one.command === check);
  const who =
    task === undefined
      ? "No task's landing was found to have broken it."
      : `It passes before #${task} landed and fails since. What #${task} handed off:\n${handOffOf(world, task).join("\n")}`;
  const wanted =
    "Request one task that repairs it. If it stays red, everything since the last green commit is taken back.";
  const output = lastLines(result?.output ?? "");
  return [
    event,
    `The check \`${check}\` held, and now it fails on the integration branch. ${who}`,
    wanted,
    output,
  ]
    .filter((part) => part !== "")
    .join("\n");
}
