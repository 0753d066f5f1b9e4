/** Hosts one wake of a planner: brief, tools that only read, and its proposal as an entry for the log. */

import { capsOf, planningOf } from "../../domain/caps.ts";
import type { Entry, RecordedIntent } from "../../domain/entry.ts";
import { type IssueNumber, issueNumber } from "../../domain/ids.ts";
import { leftOutWords } from "../../domain/left-out.ts";
import { checksOn, planKey } from "../../domain/log.ts";
import { addSpent, type Grant, type Spent } from "../../domain/money.ts";
import type { Intent } from "../../domain/proposal.ts";
import { isOver, type Task, tasksOf } from "../../domain/task.ts";
import type { World } from "../../domain/world.ts";
import type { Attachment } from "../../effect/log-branch.ts";
import { directiveNotice, plannerBrief } from "../brief.ts";
import type { Scope } from "../draft.ts";
import { runPlanner } from "../planner.ts";
import { createPurse } from "../spending.ts";
import { readingTools } from "../tools/kit.ts";
import { type Crew, limits } from "./crew.ts";
import { describeEvent } from "./events.ts";
import { Listener } from "./listener.ts";

export interface Wake {
  readonly plan: number;
  readonly cycle: number;
  readonly wake: number;
  readonly events: readonly string[];
  readonly grant: Grant;
  /** What earlier runs of this wake may have spent that brought nothing into the log. */
  readonly lost: Spent;
}

export async function hostPlanner(
  crew: Crew,
  wake: Wake,
  signal: AbortSignal,
): Promise<{ entry: Entry; attachments: Attachment[] }> {
  const world = crew.options.world();
  const root = wake.plan === world.goal.number;
  const { model, price } = crew.options.staff("planner");
  const head = world.integration?.head ?? world.log.base ?? "";
  const { workspace } = await crew.openWorkspace(`plan-${wake.plan}`, head, false);
  const listener = new Listener(crew, wake.plan);
  const outcome = await runPlanner({
    brief: briefFor(crew, world, wake, root, head, await crew.options.outside.mirror.files(head)),
    model,
    prompt: await crew.prompt(root ? "planner" : "sub-planner"),
    inputs: { environment: crew.environment(), tasks: root ? "4 to 20" : "2 to 12" },
    tools: readingTools(workspace),
    limits: limits.planner,
    purse: createPurse(wake.grant, price),
    beforeStep: (signal) => listener.news(directiveNotice, signal),
    signal,
    clock: crew.options.outside.clock,
    scope: scopeOf(world, wake.plan),
  });
  const done = outcome.kind === "finished" ? outcome.result : undefined;
  const entry: Entry = {
    kind: "planned",
    plan: issueNumber(wake.plan),
    cycle: wake.cycle,
    wake: wake.wake,
    seen: [...wake.events, ...listener.heard.map((id) => `directive ${id}`)],
    intents: done ? named(done.intents, world, wake) : [],
    cancels: done?.cancels ?? [],
    notes: done?.notes,
    done: done?.done ?? false,
    handOff: done?.handOff ?? "",
    ...(done?.leftOut ? { leftOut: done.leftOut } : {}),
    spent: addSpent(wake.lost, outcome.spent),
    failed: outcome.kind === "failed" ? `${outcome.reason}: ${outcome.message}` : undefined,
  };
  const path = `transcripts/plan-${wake.plan}-c${wake.cycle}-w${wake.wake}.json`;
  return { entry, attachments: [{ path, text: JSON.stringify(outcome.turns, null, 1) }] };
}

/** Names are unique in the goal; a need that names a request of this wake becomes that request's name. */
function named(intents: readonly Intent[], world: World, wake: Wake): readonly RecordedIntent[] {
  const name = (key: string) => `${world.goal.number}/c${wake.cycle}/p${wake.plan}/w${wake.wake}/${key}`;
  const needed = (need: string | number) => (typeof need === "number" ? need : name(need));
  return intents.map((intent) =>
    intent.kind === "plan"
      ? { ...intent, name: name(intent.key) }
      : { ...intent, name: name(intent.key), needs: intent.needs.map(needed) },
  );
}

function scopeOf(world: World, plan: number): Scope {
  const tasks = tasksOf(world);
  const usable = tasks.filter((task) => task.state !== "ended" && task.state !== "reverted");
  return {
    tasks: usable.map((task) => task.number),
    open: tasks.filter((task) => task.plan === plan && !isOver(task)).map((task) => task.number),
    caps: capsOf(world.log.charter),
    planning: planningOf(world, plan),
  };
}

function briefFor(
  crew: Crew,
  world: World,
  wake: Wake,
  root: boolean,
  head: string,
  files: readonly string[],
): string {
  const charter = world.log.charter;
  const planned = [...world.log.planned.values()];
  const own = planned.find((p) => p.number === wake.plan);
  const last = world.log.cycles.at(-2)?.verdict?.judgement;
  const planLog = world.log.plans.get(planKey(wake.cycle, wake.plan));
  const tasks = tasksOf(world);
  const results = checksOn(world.log, head);
  return plannerBrief({
    issue: { number: wake.plan, title: own?.intent.title ?? world.goal.title },
    cycle: wake.cycle,
    attempt: wake.wake,
    goal: charter?.text ?? "",
    plan: own?.intent.body,
    checks: (charter?.checks ?? []).map((command) => ({
      command,
      result: results?.find((r) => r.command === command),
    })),
    directives: crew.directives(wake.plan),
    verdict: root && last ? `${last.verdict}: ${last.summary}` : undefined,
    notes: planLog?.notes ?? "",
    files,
    events: [
      ...wake.events.map((event) => describeEvent(world, event)),
      ...(planLog?.leftOut ? [leftOutWords(planLog.leftOut)] : []),
    ],
    tasks: planned
      .filter((p) => p.plan === wake.plan && p.cycle === wake.cycle && p.number !== undefined)
      .map((p) => ({
        number: p.number as IssueNumber,
        title: p.intent.title,
        state: stateOf(tasks, p.number),
      })),
  });
}

const stateOf = (tasks: readonly Task[], number: number | undefined) =>
  tasks.find((task) => task.number === number)?.state ?? ("plan" as const);
