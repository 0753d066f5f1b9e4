/** Performs one command in the model, as perform.ts does it for real. */

import type { Command } from "../../src/domain/command.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { idOf } from "./commits.ts";
import type { Doing, Scene } from "./effect.ts";
import * as wide from "./effects-goal.ts";
import * as landing from "./effects-landing.ts";
import { holdMoney } from "./effects-money.ts";
import { reopen, retry } from "./effects-retry.ts";
import * as task from "./effects-tasks.ts";
import type { Job } from "./state.ts";

/** A result that goes into the log before anything is decided. */
export type Act = Command | { readonly kind: "enter"; readonly job: Job; readonly entry: Entry };

/** The effects of one command, one after the other. Comments of our own are not modelled. */
export function perform(scene: Scene, command: Command): Doing {
  const { world } = scene;
  switch (command.kind) {
    case "accept-goal":
      return wide.accept(scene);
    case "start-cycle":
      return wide.startCycle(scene, command.cycle);
    case "create-issues":
      return wide.createIssues(scene, command.planned);
    case "end-tasks":
      return task.end(scene, command.ends);
    case "retry":
      return retry(scene, command.tasks);
    case "land":
      return landing.land(scene, command.tasks);
    case "propose":
      return landing.propose(scene, command.tasks);
    case "land-candidate":
      return landing.landCandidate(scene, command.commit);
    case "return-red":
      return landing.returnRed(scene, command);
    case "revert":
      return landing.revert(scene, command.tasks);
    case "take-back":
      return landing.takeBack(scene, command.tasks);
    case "claim":
      return task.claim(scene, command.tasks);
    case "close-cycle":
      return wide.closeCycle(scene);
    case "close-goal":
      return wide.closeGoal(scene, command.state, command.why);
    case "remove-branches":
      return wide.removeBranches(scene, command.tasks);
    case "close-issue":
      return wide.closeTask(world, command.issue);
    default:
      return simple(scene, command);
  }
}

function* simple(scene: Scene, command: Command): Doing {
  const { world } = scene;
  switch (command.kind) {
    case "take-stewardship": {
      const entries = [{ kind: "steward" as const, instance: world.instance }];
      yield { kind: "append", subject: `${world.instance} is the steward`, entries, kept: [] };
      return;
    }
    case "append":
      yield { kind: "append", subject: command.subject, entries: command.entries, kept: [] };
      return;
    case "move-green": {
      const from = world.green ? idOf(world.green) : 0;
      yield { kind: "move", ref: "green", from, to: idOf(command.commit) };
      return;
    }
    case "run-checks":
      yield { kind: "start", job: { kind: "check", commit: command.commit, why: command.why } };
      return;
    case "judge": {
      const money = yield* holdMoney(scene, `judge cycle ${command.cycle}`);
      if (money) yield { kind: "start", job: { ...command, ...money } };
      return;
    }
    case "wake-planner": {
      const { plan, cycle, wake } = command;
      const money = yield* holdMoney(scene, `plan ${plan} cycle ${cycle} wake ${wake}`);
      const asks = ![...world.log.planned.values()].some((one) => one.cycle === cycle);
      if (money) yield { kind: "start", job: { ...command, kind: "plan", asks, ...money } };
      return;
    }
    case "reopen-issue":
      yield reopen(world, command.issue);
      return;
    case "label":
      yield { kind: "patch", issue: command.issue, labels: command.labels };
      return;
    case "show-question": {
      const labels = [...(world.issues.get(command.task)?.labels ?? []), "swarm:needs-answer"];
      yield { kind: "patch", issue: command.task, labels };
      return;
    }
    case "close-stray":
      yield { kind: "patch", issue: command.issue, open: false };
      return;
    default:
      throw new Error(`The model knows no effect of ${command.kind}.`);
  }
}
