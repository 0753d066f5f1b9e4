/** The beginning and end of cycles and of the goal itself. */

import { withEnding } from "../codec/issue-body.ts";
import { labelName } from "../codec/labels.ts";
import { formatMarker } from "../codec/marker.ts";
import { flakyChecks } from "../domain/checks.ts";
import type { Entry } from "../domain/entry.ts";
import { issueNumber, type Sha } from "../domain/ids.ts";
import { checksOn, planKey, runningCycle } from "../domain/log.ts";
import { tasksOf } from "../domain/task.ts";
import type { GoalState } from "../domain/words.ts";
import type { World } from "../domain/world.ts";
import { alarmsOf } from "./alarms.ts";
import { firstOfIntent } from "./issues.ts";
import { goalBranch, type Outside, taskBranch } from "./outside.ts";
import { remark } from "./remarks.ts";
import { goalClosed, pullBody } from "./result-speech.ts";
import {
  alarmLines,
  milestoneDescription,
  milestoneTitle,
  planReport,
  reportBody,
  reportTitle,
  verdictComment,
} from "./speech.ts";
import { together } from "./together.ts";

/** Milestone, report issue and a fresh base: integration is created, or takes in what came to the default branch. */
export async function startCycle(outside: Outside, world: World, cycle: number): Promise<void> {
  const { github, goal, secret } = outside;
  if (cycle === 1) await github.installLabels();
  const base = await freshBase(outside, world);
  const milestone = await github.ensureMilestone(milestoneTitle(goal, cycle));
  const name = `${goal}/cycle-${cycle}`;
  const known = firstOfIntent(world).get(name);
  const report =
    known ??
    (
      await github.createIssue({
        title: reportTitle(goal, cycle, world.goal.title),
        body: `${reportBody(goal, cycle)}\n\n${formatMarker({ goal, kind: "intent", name }, secret)}`,
        label: labelName("cycle"),
        milestone,
        parent: undefined,
      })
    ).number;
  await outside.log.append(`cycle ${cycle} begins`, [
    { kind: "cycle-started", cycle, base, milestone, report: issueNumber(report) },
  ]);
}

async function freshBase(outside: Outside, world: World): Promise<Sha> {
  const { mirror, log } = outside;
  const branch = goalBranch(outside, "integration");
  const incoming = await mirror.head(outside.defaultBranch);
  const head = world.integration?.head;
  const base = world.log.base ?? incoming;
  const missing = [...(world.green ? [] : [goalBranch(outside, "green")]), ...(head ? [] : [branch])];
  const moves = missing.map((name) => ({ branch: name, from: undefined, to: base }));
  // Without its branches no cycle may begin: a push that failed is tried again with the cycle.
  if (moves.length > 0 && (await log.appendWith("branches", [], moves)).kind !== "moved")
    throw new Error(`${missing.join(" and ")} could not be created.`);
  if (!head) return base;
  if (await mirror.isAncestor(incoming, head)) return head;
  const merge = await mirror.mergeTrees(head, incoming);
  if (merge.kind === "conflict") return head;
  const words = `Merge ${outside.defaultBranch} into the goal\n\nSwarm-Nonce: ${outside.nonce()}`;
  const to = await mirror.commit(merge.tree, [head, incoming], words);
  const pushed = await log.appendWith(`took in ${outside.defaultBranch}`, [], [{ branch, from: head, to }]);
  return pushed.kind === "moved" ? to : head;
}

/** The verdict as a pinned comment, the milestone closed with its short form, the work of ended tasks kept in the log. */
export async function closeCycle(outside: Outside, world: World): Promise<void> {
  const cycle = runningCycle(world.log);
  if (!cycle?.verdict) return;
  const { commit, judgement } = cycle.verdict;
  const checks = checksOn(world.log, commit) ?? [];
  const body = verdictComment(cycle.number, commit, judgement, checks, flakyChecks(world.log));
  const about = { kind: "verdict", name: `cycle-${cycle.number}`, issue: cycle.report } as const;
  const said = await remark(outside, world, about, body);
  if (said) await outside.github.pinComment(said.comment);
  await outside.github.changeIssue(cycle.report, { state: "closed", state_reason: "completed" });
  await outside.github.closeMilestone(
    cycle.milestone,
    milestoneDescription(judgement.verdict, judgement.summary, said?.url ?? ""),
  );
  await closePlans(outside, world, cycle.number);
  await appendWithEnded(outside, world, `cycle ${cycle.number} is closed: ${judgement.verdict}`, {
    kind: "cycle-closed",
    cycle: cycle.number,
  });
}

/** The work of tasks that ended goes into the log, so that their branches can be removed. */
async function appendWithEnded(outside: Outside, world: World, subject: string, last: Entry): Promise<void> {
  const ended = endedTips(world);
  const entries = ended.map(({ task, reason, tip }): Entry => {
    const { attempt, conflicts, retries, spent } = tip.facts;
    const again = retries ? { retries } : {};
    const end = { kind: "ended", task: issueNumber(task), tip: tip.sha, reason } as const;
    return { ...end, ...again, attempt, conflicts, spent };
  });
  const kept = ended.map(({ tip }) => tip.sha);
  await outside.log.append(subject, [...entries, last], [], kept);
}

/** Removes the branches of ended tasks, as they were seen, once the log keeps all that they hold. */
export async function removeBranches(
  outside: Outside,
  world: World,
  tasks: readonly number[],
): Promise<void> {
  const tips = tasks.flatMap((task) => {
    const tip = world.tips.get(task)?.sha;
    return tip ? [{ task, tip }] : [];
  });
  const isKept = await Promise.all(
    tips.map(({ tip }) => outside.mirror.isAncestor(tip, String(world.logTip))),
  );
  const loose = tips.filter((_, index) => !isKept[index]);
  const entries = loose.flatMap(({ task }) => world.log.ended.get(task) ?? []);
  if (loose.length > 0)
    await outside.log.append(
      `kept what came late of ${loose.map(({ task }) => `#${task}`).join(", ")}`,
      entries.map(({ at: _, ...entry }) => entry),
      [],
      loose.map(({ tip }) => tip),
    );
  const moves = tips.map(({ task, tip }) => ({
    branch: taskBranch(outside, task),
    from: tip,
    to: undefined,
  }));
  await together(moves.map((move) => outside.outbox.move(move)));
}

/** The tips of tasks that ended and still have a branch. */
const endedTips = (world: World) =>
  tasksOf(world).flatMap((task) => {
    const tip = world.tips.get(task.number);
    return task.state === "ended" && task.reason && tip
      ? [{ task: task.number, reason: task.reason, tip }]
      : [];
  });

async function closePlans(outside: Outside, world: World, cycle: number): Promise<void> {
  for (const { intent, cycle: own, number } of world.log.planned.values()) {
    const issue = number === undefined ? undefined : world.issues.get(number);
    if (intent.kind !== "plan" || own !== cycle || !issue?.open) continue;
    const handOff = world.log.plans.get(planKey(cycle, issue.number))?.handOff ?? "";
    await outside.github.changeIssue(issue.number, {
      state: "closed",
      state_reason: "completed",
      body: withEnding(issue.body, planReport(handOff)),
    });
  }
}

/**
 * On "done" the result, if there is any, becomes a pull request, unless GitHub refuses it; in any case the goal says how it
 * ended.
 */
export async function closeGoal(
  outside: Outside,
  world: World,
  state: GoalState,
  why: string,
): Promise<void> {
  const verdict = world.log.cycles.at(-1)?.verdict;
  const pull =
    state === "done" && verdict && (await hasResult(outside, world))
      ? await outside.github.ensurePull({
          head: goalBranch(outside, "integration"),
          base: outside.defaultBranch,
          title: world.goal.title,
          body: pullBody(
            outside.goal,
            verdict.commit,
            verdict.judgement.summary,
            checksOn(world.log, verdict.commit) ?? [],
            await alarmsAt(outside, world, verdict.commit),
          ),
        })
      : undefined;
  const about = { kind: "end", name: "goal", issue: outside.goal } as const;
  await remark(outside, world, about, goalClosed(state, why, pull));
  await appendWithEnded(outside, world, `the goal is ${state}`, {
    kind: "goal-closed",
    state,
    why,
    pull: pull?.kind === "opened" ? pull.number : undefined,
    refused: pull?.kind === "refused" ? pull.words : undefined,
  });
}

async function alarmsAt({ mirror }: Outside, { log }: World, commit: Sha): Promise<readonly string[]> {
  return log.base ? alarmLines(await alarmsOf(mirror, log.base, commit, log.charter?.checks ?? [])) : [];
}

/** A goal that was met before anything landed leaves nothing to pull, and GitHub refuses an empty pull request. */
async function hasResult({ mirror, defaultBranch }: Outside, world: World): Promise<boolean> {
  const head = world.integration?.head;
  return head !== undefined && !(await mirror.isAncestor(head, await mirror.head(defaultBranch)));
}
