/** The beginning and end of cycles and of the goal itself. */

import { labelName } from "../codec/labels.ts";
import { formatMarker } from "../codec/marker.ts";
import { issueNumber, type Sha, sha } from "../domain/ids.ts";
import { checksOn, runningCycle } from "../domain/log.ts";
import type { GoalState } from "../domain/words.ts";
import type { World } from "../domain/world.ts";
import { mergeTrees } from "./merge.ts";
import { goalBranch, nonce, type Outside } from "./outside.ts";
import {
  goalClosed,
  milestoneDescription,
  milestoneTitle,
  pullBody,
  reportBody,
  reportTitle,
  verdictComment,
} from "./speech.ts";

/** Milestone, report issue and a fresh base: integration is created, or takes in what came to the default branch. */
export async function startCycle(outside: Outside, world: World, cycle: number): Promise<void> {
  const { github, goal, secret } = outside;
  if (cycle === 1) await github.installLabels();
  const base = await freshBase(outside, world);
  const milestone = await github.ensureMilestone(milestoneTitle(goal, cycle));
  const name = `cycle-${cycle}`;
  const known = [...world.issues.values()].find((issue) => issue.intent === name);
  const report =
    known?.number ??
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
  const { mirror, outbox } = outside;
  const branch = goalBranch(outside, "integration");
  const incoming = sha(await mirror.run(["rev-parse", `refs/forge/${outside.defaultBranch}`]));
  const head = world.integration?.head;
  if (!head) {
    const base = world.log.base ?? incoming;
    await outbox.move({ branch, from: undefined, to: base });
    await outbox.move({ branch: goalBranch(outside, "green"), from: undefined, to: base });
    return base;
  }
  if (await mirror.isAncestor(incoming, head)) return head;
  const merge = await mergeTrees(mirror, head, incoming);
  if (merge.kind === "conflict") return head;
  const words = `Merge ${outside.defaultBranch} into the goal\n\nSwarm-Nonce: ${nonce()}`;
  const to = await mirror.commit(merge.tree, [head, incoming], words);
  return (await outbox.move({ branch, from: head, to })) ? to : head;
}

/** The verdict as a pinned comment, the milestone closed with its short form, the branches of ended tasks removed. */
export async function closeCycle(outside: Outside, world: World): Promise<void> {
  const cycle = runningCycle(world.log);
  if (!cycle?.verdict) return;
  const { commit, judgement } = cycle.verdict;
  const body = verdictComment(cycle.number, commit, judgement, checksOn(world.log, commit) ?? []);
  const comment = await outside.github.comment(cycle.report, body);
  await outside.github.pinComment(comment.id);
  await outside.github.changeIssue(cycle.report, { state: "closed", state_reason: "completed" });
  await outside.github.closeMilestone(
    cycle.milestone,
    milestoneDescription(judgement.verdict, judgement.summary, comment.url),
  );
  await outside.log.append(`cycle ${cycle.number} is closed: ${judgement.verdict}`, [
    { kind: "cycle-closed", cycle: cycle.number },
  ]);
}

/** On "done" the result becomes a pull request; in any case the goal says how it ended. */
export async function closeGoal(
  outside: Outside,
  world: World,
  state: GoalState,
  why: string,
): Promise<void> {
  const verdict = world.log.cycles.at(-1)?.verdict;
  const head = goalBranch(outside, "integration");
  const pull =
    state === "done" && verdict
      ? await outside.github.ensurePull(
          head,
          outside.defaultBranch,
          world.goal.title,
          pullBody(
            outside.goal,
            verdict.commit,
            verdict.judgement.summary,
            checksOn(world.log, verdict.commit) ?? [],
          ),
        )
      : undefined;
  await outside.log.append(`the goal is ${state}`, [{ kind: "goal-closed", state, why, pull }]);
  await outside.github.comment(outside.goal, goalClosed(state, why, pull));
}
