/** Hosts the judge of a cycle: a fresh clone of the commit, the results of all checks on it, and the verdict as an entry. */

import type { Entry } from "../../domain/entry.ts";
import { sha } from "../../domain/ids.ts";
import { checksOn } from "../../domain/log.ts";
import { addSpent, type Grant, type Spent } from "../../domain/money.ts";
import type { Judgement } from "../../domain/proposal.ts";
import { isOver, tasksOf } from "../../domain/task.ts";
import { vetoedLandings } from "../../domain/veto.ts";
import type { World } from "../../domain/world.ts";
import { alarmsOf } from "../../effect/alarms.ts";
import type { Attachment } from "../../effect/log-branch.ts";
import { alarmLines } from "../../effect/speech.ts";
import { directiveNotice, judgeBrief } from "../brief.ts";
import { runJudge } from "../judge.ts";
import { createPurse } from "../spending.ts";
import { readingTools } from "../tools/kit.ts";
import { type Crew, limits } from "./crew.ts";
import { Listener } from "./listener.ts";

export interface Judged {
  readonly cycle: number;
  readonly commit: string;
  readonly grant: Grant;
  /** What earlier judges of the cycle may have spent that brought no verdict. */
  readonly lost: Spent;
}

export async function hostJudge(
  crew: Crew,
  { cycle, commit, grant, lost }: Judged,
  signal: AbortSignal,
): Promise<{ entry: Entry; attachments: Attachment[] }> {
  const world = crew.options.world();
  const { model, price } = crew.options.staff("judge");
  const { workspace } = await crew.openWorkspace(`judge-${cycle}`, commit, false);
  const results = checksOn(world.log, commit) ?? [];
  const checks = world.log.charter?.checks ?? [];
  const { mirror } = crew.options.outside;
  const { base } = world.log;
  const changes = base ? await mirror.changes(base, commit) : [];
  const alarms = base && (await alarmsOf(mirror, base, commit, checks));
  const vetoed = vetoedLandings(world).map((task) => `#${task}`);
  const listener = new Listener(crew, world.goal.number);
  const outcome = await runJudge({
    brief: judgeBrief({
      issue: { number: world.goal.number, title: world.goal.title },
      cycle,
      attempt: 1,
      commit,
      goal: world.log.charter?.text ?? "",
      doneWhen: world.log.charter?.doneWhen ?? [],
      checks: checks.map((command) => ({ command, result: results.find((r) => r.command === command) })),
      directives: crew.directives(world.goal.number),
      changed: changes.map(({ path }) => path),
      alarms: alarms ? alarmLines(alarms) : [],
      delivered: delivered(world, cycle),
      vetoed,
    }),
    model,
    prompt: await crew.prompt("judge"),
    inputs: { environment: crew.environment() },
    tools: readingTools(workspace),
    limits: limits.judge,
    purse: createPurse(grant, price),
    beforeStep: (signal) => listener.news(directiveNotice, signal),
    signal,
    clock: crew.options.outside.clock,
    failedChecks: checks.filter((command) => !results.some((r) => r.command === command && r.passed)),
    doneWhen: world.log.charter?.doneWhen ?? [],
    vetoed,
  });
  const judgement: Judgement =
    outcome.kind === "finished"
      ? outcome.result
      : {
          verdict: "continue",
          summary: `The judge gave no verdict (${outcome.reason}: ${outcome.message}).`,
          evidence: [],
        };
  const path = `transcripts/judge-c${cycle}.json`;
  return {
    entry: {
      kind: "verdict",
      cycle,
      commit: sha(commit),
      text: world.log.charter?.hash,
      judgement,
      spent: addSpent(lost, outcome.spent),
    },
    attachments: [{ path, text: JSON.stringify(outcome.turns, null, 1) }],
  };
}

const delivered = (world: World, cycle: number): readonly string[] =>
  tasksOf(world)
    .filter((task) => task.cycle === cycle && isOver(task))
    .map((task) => {
      const said = world.log.landings.get(task.number)?.handOff.done ?? task.reason ?? "";
      return `#${task.number} ${task.title}: ${task.state}. ${said}`;
    });
