/** Builds the report from the last world and the forge's journal: facts, not claims. */

import { addSpent, formatUsd, nothingSpent, type Spent } from "../domain/money.ts";
import { spentOn, totalSpent } from "../domain/spending.ts";
import { tasksOf } from "../domain/task.ts";
import type { World } from "../domain/world.ts";
import type { Journal } from "../forge/forge.ts";
import type { Report } from "./report.ts";

export interface Ran {
  readonly world: World;
  readonly journal: Journal;
  /** The app's login at the forge. */
  readonly app: string;
  /** Paths that each landing changed, by task. */
  readonly changed: ReadonlyMap<number, readonly string[]>;
  readonly mostWorkersAtOnce: number;
  readonly model: Report["model"];
  readonly sandbox: Report["sandbox"];
  readonly seconds: number;
  readonly forge: Report["forge"];
  readonly branch: string | null;
}

export function buildReport(ran: Ran): Report {
  const { world } = ran;
  const { log } = world;
  return {
    goal: {
      number: world.goal.number,
      title: world.goal.title,
      state: log.closed?.state ?? "open",
      verdict: log.cycles.at(-1)?.verdict?.judgement.verdict ?? null,
      why: log.closed?.why ?? "",
    },
    model: ran.model,
    sandbox: ran.sandbox,
    cycles: log.cycles.map((cycle) => ({
      number: cycle.number,
      verdict: cycle.verdict?.judgement.verdict ?? null,
      milestone: cycle.milestone,
    })),
    tasks: tasksOf(world).map((task) => ({
      number: task.number,
      title: task.title,
      plan: task.plan,
      cycle: task.cycle,
      state: task.state,
      reason: task.reason ?? null,
      attempt: lastFacts(world, task.number)?.attempt ?? 0,
      conflicts: lastFacts(world, task.number)?.conflicts ?? 0,
      commit: world.integration?.landed.get(task.number) ?? null,
    })),
    directives: log.directives.map((directive) => ({
      id: directive.id,
      author: directive.login,
      ...honoured(ran, directive.id),
    })),
    integration: world.integration?.head ?? null,
    green: world.green ?? null,
    pull: log.closed?.pull ?? null,
    redMinutes: redMinutes(world),
    mostWorkersAtOnce: ran.mostWorkersAtOnce,
    allowance: allowance(ran),
    money: { ...inReport(totalSpent(world)), byRole: byRole(world) },
    seconds: ran.seconds,
    forge: ran.forge,
    branch: ran.branch,
  };
}

type Honoured = Pick<Report["directives"][number], "honoured" | "commit" | "path">;

/** "yes" only when a landed commit really changed the path its worker named. */
function honoured({ world, changed }: Ran, id: string): Honoured {
  let said = false;
  for (const landing of world.log.landings.values()) {
    for (const report of landing.handOff.directives) {
      if (report.id !== id) continue;
      said = true;
      const path = report.path;
      if (report.honoured === "yes" && path && changed.get(landing.task)?.includes(path))
        return { honoured: "yes", commit: landing.merge, path };
    }
  }
  return { honoured: said ? "no" : "unproven", commit: null, path: null };
}

/** Minutes between a checked head on which a held check failed and the next one on which none did. */
function redMinutes({ log: { red }, now }: World): number {
  const total = red.ended + (red.since === undefined ? 0 : now - red.since);
  return Math.round((total / 60_000) * 100) / 100;
}

function allowance({ world, journal, app }: Ran): Report["allowance"] {
  // The app speaks as its bot, and as itself where it asks for tokens.
  const names = [app, app.replace("[bot]", "")];
  const calls = journal.calls().filter((call) => names.includes(call.actor));
  const pushes = journal.pushes().filter((push) => push.actor === app);
  const landed = tasksOf(world).filter((task) => task.state === "landed");
  const each = landed.map((task) => {
    const own = calls.filter((call) => call.issue === task.number);
    return { apiCalls: own.length, contentWrites: sum(own.map((call) => call.contentWrites)) };
  });
  const count = Math.max(landed.length, 1);
  const round = (n: number) => Math.round(n * 100) / 100;
  return {
    apiCalls: calls.length,
    contentWrites: sum(calls.map((call) => call.contentWrites)),
    pushes: pushes.length,
    perTask: {
      apiCalls: round(sum(each.map((e) => e.apiCalls)) / count),
      contentWrites: round(sum(each.map((e) => e.contentWrites)) / count),
      pushes: round(pushes.length / count),
      mostApiCalls: Math.max(0, ...each.map((e) => e.apiCalls)),
      mostContentWrites: Math.max(0, ...each.map((e) => e.contentWrites)),
      allApiCalls: landed.length === 0 ? null : round(calls.length / count),
    },
  };
}

/** From the log, or from the branch while the log does not know the task's end. */
const lastFacts = ({ log, tips }: World, task: number) =>
  log.landings.get(task) ?? log.ended.get(task) ?? tips.get(task)?.facts;

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

function byRole(world: World): Report["money"]["byRole"] {
  const of = (prefix: string) =>
    world.log.spent.filter((s) => s.holder.startsWith(prefix)).map((s) => s.spent);
  const workers = tasksOf(world).map((task) => spentOn(world, task.number));
  const total = (all: readonly Spent[]) => inReport(all.reduce(addSpent, nothingSpent));
  return { planner: total(of("plan")), worker: total(workers), judge: total(of("judge")) };
}

const inReport = (spent: Spent) => ({
  usd: spent.usd === undefined ? null : Number(formatUsd(spent.usd)),
  inputTokens: spent.inputTokens,
  cachedTokens: spent.cachedTokens,
  outputTokens: spent.outputTokens,
});
