/** The goal's status comment, edited in place: progress, the tree, money, directives. */

import { closed } from "../codec/fence.ts";
import { flakyChecks, lastHeadRun } from "../domain/checks.ts";
import { ledgerOf } from "../domain/directives.ts";
import { addLeftOut, leftOutWords } from "../domain/left-out.ts";
import type { LogView } from "../domain/log.ts";
import { formatUsd } from "../domain/money.ts";
import { totalSpent } from "../domain/spending.ts";
import { type Task, tasksOf } from "../domain/task.ts";
import { vetoedLandings } from "../domain/veto.ts";
import type { World } from "../domain/world.ts";
import type { Outside } from "./outside.ts";
import { remark } from "./remarks.ts";
import { checkTable, directiveLedger, flakyNote, redNote, vetoNote } from "./speech.ts";

/** Writes the status if it changed: one new comment in a goal's life, then edits. */
export async function updateStatus(outside: Outside, world: World): Promise<void> {
  const about = { kind: "status", name: "status", issue: outside.goal } as const;
  await remark(outside, world, about, statusText(world));
}

function statusText(world: World): string {
  const { log } = world;
  const tasks = tasksOf(world);
  const landed = tasks.filter((task) => task.state === "landed").length;
  const state = log.closed
    ? closed(`**${log.closed.state}**: ${log.closed.why}`)
    : `Cycle ${log.cycles.length} is at work.`;
  const spent = totalSpent(world);
  const usd = spent.usd === undefined ? "unknown cost" : `${formatUsd(spent.usd)} USD`;
  return [
    "## Status",
    state,
    `${landed} of ${tasks.length} tasks landed. ${spent.inputTokens + spent.outputTokens} tokens, ${usd}.`,
    `Checks come from ${log.charter?.checksFrom}.`,
    checkTable(lastHeadRun(log)?.results ?? []),
    ...redWords(world),
    ...vetoWords(world),
    flakyNote(flakyChecks(log)),
    leftOutNote(log),
    mermaid(world, tasks),
    directiveLedger(ledgerOf(world)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function leftOutNote(log: LogView): string {
  const plans = [...log.plans.values()].map((plan) => plan.leftOut);
  const leftOut = plans.reduce(addLeftOut, undefined);
  return leftOut ? leftOutWords(leftOut) : "";
}

function redWords({ log, sinceGreen }: World): readonly string[] {
  if (log.red.since === undefined) return [];
  const present = new Set(sinceGreen.map((link) => link.commit));
  const culprits = log.blamed.flatMap((blamed) =>
    blamed.task !== undefined && present.has(blamed.commit) ? [blamed.task] : [],
  );
  return [redNote([...(lastHeadRun(log)?.broken ?? [])], log.red.since, culprits)];
}

const vetoWords = (world: World): readonly string[] =>
  vetoedLandings(world).flatMap((task) => {
    const { files } = world.log.vetoConflicts.get(task) ?? {};
    return files ? [vetoNote(task, files)] : [];
  });

function mermaid(world: World, tasks: readonly Task[]): string {
  const goal = world.goal.number;
  const plans = [...world.log.planned.values()].filter((planned) => planned.intent.kind === "plan");
  const lines = [
    `  i${goal}["#${goal}"]`,
    ...plans.flatMap(({ plan, number }) =>
      number === undefined ? [] : [`  i${plan} --> i${number}["plan #${number}"]`],
    ),
    ...tasks.map((task) => `  i${task.plan} --> i${task.number}["#${task.number} ${task.state}"]`),
  ];
  return ["```mermaid", "graph LR", ...lines, "```"].join("\n");
}
