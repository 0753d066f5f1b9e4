/** Performs one command. No policy: if somebody needs an `if` here, a rule is missing. */

import { checkOwnPrompts } from "./agent/host/own-prompt.ts";
import { BadPrompt } from "./agent/prompt.ts";
import { freeMoney, nextGrant } from "./decide/grant.ts";
import { outOfMoney } from "./decide/out-of-money.ts";
import type { Command } from "./domain/command.ts";
import type { Entry } from "./domain/entry.ts";
import { parseUsd } from "./domain/money.ts";
import { lostBefore, spendableTo, totalGrant, withLost } from "./domain/parts.ts";
import { taskHolder, tasksOf } from "./domain/task.ts";
import type { World } from "./domain/world.ts";
import { landCandidate } from "./effect/candidate.ts";
import { claimTask } from "./effect/claims.ts";
import { closeCycle, closeGoal, removeBranches, startCycle } from "./effect/cycles.ts";
import { closeStray, closeTask, createIssues, showHold, showQuestion } from "./effect/issues.ts";
import { askForLog, showLogBack } from "./effect/log-gone.ts";
import { goalBranch, type Outside } from "./effect/outside.ts";
import { refusedBudget, waitsForPrice } from "./effect/price-speech.ts";
import { remark, removeRemarks } from "./effect/remarks.ts";
import { reopenTask, retryTask } from "./effect/retry.ts";
import { revertTasks, takeBack } from "./effect/revert.ts";
import { acceptRewrite, showRewrite } from "./effect/rewrite.ts";
import { alteredComment, helpComment, issueGone, unclearGoal, waitingGoal } from "./effect/speech.ts";
import { endTask } from "./effect/steps.ts";
import { landTasks, proposeTasks, returnRed } from "./effect/submissions.ts";
import { together } from "./effect/together.ts";
import { readCharter, requirePrices, Unclear } from "./intake/charter.ts";
import type { Jobs } from "./jobs.ts";

export interface Performing {
  readonly outside: Outside;
  readonly world: World;
  readonly jobs: Jobs;
  readonly workerModel: string;
  /** The number of the load that the world came from. */
  readonly load: () => number;
}

export async function perform(
  command: Command,
  { outside, world, jobs, workerModel, load }: Performing,
): Promise<void> {
  switch (command.kind) {
    case "take-stewardship":
      return outside.log.append(`${outside.instance} is the steward`, [
        { kind: "steward", instance: outside.instance },
      ]);
    case "append":
      await outside.log.append(command.subject, command.entries);
      for (const entry of command.entries) {
        if (entry.kind === "directive") await outside.github.react(entry.comment, "eyes");
        if (entry.kind === "command") await answerCommand(outside, world, entry);
      }
      return;
    case "accept-goal":
      return acceptGoal(outside, world);
    case "prepare":
      jobs.prepare();
      return;
    case "start-cycle":
      return startCycle(outside, world, command.cycle);
    case "create-issues":
      return createIssues(outside, world, command.planned);
    case "end-tasks":
      return endTasks(outside, world, command.ends);
    case "retry":
      for (const task of command.tasks) await retryTask(outside, world, task);
      return;
    case "land":
      return landTasks(outside, world, command.tasks);
    case "propose":
      return proposeTasks(outside, world, command.tasks);
    case "land-candidate":
      return landCandidate(outside, world, command.commit);
    case "return-red":
      return returnRed(outside, world, command);
    case "revert":
      return revertTasks(outside, world, command.tasks);
    case "accept-rewrite":
      return acceptRewrite(outside, world);
    case "show-rewrite":
      return showRewrite(outside, world);
    case "ask-for-log":
      return askForLog(outside, world, command.question);
    case "show-log-back":
      return showLogBack(outside, world, command.question);
    case "take-back":
      return takeBack(outside, world, command.tasks);
    case "run-checks":
      jobs.check(command.commit, command.why);
      return;
    case "move-green":
      await outside.outbox.move({
        branch: goalBranch(outside, "green"),
        from: world.green,
        to: command.commit,
      });
      return;
    case "wake-planner": {
      const { plan, cycle, wake, events } = command;
      const money = await holdMoney(outside, world, `plan ${plan} cycle ${cycle} wake ${wake}`);
      if (money) jobs.plan({ plan, cycle, wake, events, ...money });
      return;
    }
    case "judge": {
      const money = await holdMoney(outside, world, `judge cycle ${command.cycle}`);
      if (money) jobs.judge({ cycle: command.cycle, commit: command.commit, ...money });
      return;
    }
    case "close-cycle":
      return closeCycle(outside, world);
    case "close-goal":
      return closeGoal(outside, world, command.state, command.why);
    case "label":
      return outside.github.changeIssue(command.issue, { labels: command.labels });
    case "show-question":
      return showQuestion(outside, world, command.task);
    case "show-unclear": {
      const about = { kind: "unclear", name: world.goalHash, issue: outside.goal } as const;
      await remark(outside, world, about, unclearGoal(command.why));
      return;
    }
    case "show-waiting":
      await remark(outside, world, { kind: "waiting", name: "goal", issue: outside.goal }, waitingGoal);
      return;
    case "show-unpriced": {
      const about = { kind: "price", name: "goal", issue: outside.goal } as const;
      await remark(outside, world, about, waitsForPrice(command.model));
      return;
    }
    case "show-altered": {
      const about = { kind: "altered", name: "goal", issue: outside.goal } as const;
      await remark(outside, world, about, alteredComment(command.comments));
      return;
    }
    case "show-hold":
      return showHold(outside, world, command);
    case "show-help": {
      const about = { kind: "help", name: String(command.call), issue: command.issue } as const;
      await remark(outside, world, about, helpComment);
      return;
    }
    case "remove-comments":
      return removeRemarks(outside, command.comments);
    case "close-stray":
      return closeStray(outside, command.issue, command.of);
    case "remove-branches":
      return removeBranches(outside, world, command.tasks);
    case "reopen-issue":
      return reopenTask(outside, world, command.issue);
    case "close-issue":
      return closeTask(outside, world, command.issue);
    case "claim":
      await together(command.tasks.map((task) => claim(outside, world, jobs, task, workerModel, load)));
      return;
  }
}

/** A goal that cannot be understood is noted once; an edit opens the question again. */
async function acceptGoal(outside: Outside, world: World): Promise<void> {
  const base = world.log.base ?? (await outside.mirror.head(outside.defaultBranch));
  try {
    await checkOwnPrompts(outside.mirror, base);
    const charter = await readCharter(outside.mirror, base, world.goal.title, world.goal.body);
    requirePrices(charter, world.unpriced);
    const entry = { kind: "accepted" as const, charter, user: world.goal.author.id, base };
    await outside.log.append(`accepted the goal: ${world.goal.title}`, [entry]);
  } catch (error) {
    if (!(error instanceof Unclear || error instanceof BadPrompt)) throw error;
    await outside.log.append("the goal is not clear", [
      { kind: "refused", hash: world.goalHash, why: error.message },
    ]);
  }
}

async function endTasks(
  outside: Outside,
  world: World,
  ends: Extract<Command, { kind: "end-tasks" }>["ends"],
): Promise<void> {
  const base = world.integration?.head ?? world.log.base;
  if (!base) return;
  const titles = new Map(tasksOf(world).map((task) => [task.number, task.title]));
  await together(
    ends.map(({ task, reason }) => {
      const tip = world.tips.get(task);
      return endTask(
        outside,
        {
          number: task,
          title: titles.get(task) ?? "",
          reason,
          words: world.gone.has(task) ? issueGone : undefined,
        },
        tip && withLost(world, task, tip),
        base,
      );
    }),
  );
}

async function claim(
  outside: Outside,
  world: World,
  jobs: Jobs,
  number: number,
  model: string,
  load: () => number,
): Promise<void> {
  const task = tasksOf(world).find((t) => t.number === number);
  const holder = taskHolder(number);
  // Its issue may have been edited by whoever can, apps among them: what was asked for is in the log.
  const planned = [...world.log.planned.values()].find((one) => one.number === number);
  if (!task || !planned || !world.log.grants.has(holder) || !world.issues.has(number)) return;
  const won = await claimTask(outside, world, task, model);
  const grant = won && (spendableTo(world.log, holder, won.facts.spent) ?? totalGrant(world.log, holder));
  if (grant)
    jobs.work(
      { task: number, title: task.title, body: planned.intent.body, cycle: task.cycle, grant, ...won },
      load,
    );
}

/** Sets a planner's or judge's money aside in the log before it starts; without any left the cycle drains. */
async function holdMoney(outside: Outside, world: World, holder: string) {
  const grant = nextGrant(world, freeMoney(world));
  const lost = lostBefore(world.log, holder);
  const isCapped = grant?.usd !== undefined || grant?.tokens !== undefined;
  if (grant && !isCapped) return { grant, lost };
  // What came into the log in this round may have taken what this world holds for free: the next round knows.
  if (outside.log.tip !== world.logTip) return undefined;
  const cycle = world.log.cycles.at(-1)?.number ?? 1;
  if (!grant) {
    await outside.log.append("the budget is used up", outOfMoney(world, cycle, holder));
    return undefined;
  }
  await outside.log.append(`granted ${holder}`, [{ kind: "granted", holder, grant }]);
  return { grant, lost };
}

async function answerCommand(
  outside: Outside,
  world: World,
  { comment, issue, word, argument, unpriced }: Extract<Entry, { kind: "command" }>,
): Promise<void> {
  const counts = word !== "budget" || (parseUsd(argument) !== undefined && unpriced === undefined);
  await outside.github.react(comment, counts ? "rocket" : "confused");
  if (unpriced === undefined) return;
  await remark(outside, world, { kind: "price", name: String(comment), issue }, refusedBudget(unpriced));
}
