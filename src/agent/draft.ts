/** A planner's proposal while it grows: every request is checked when it is made, so the model can mend it at once. */

import { type OverCap, overCap, type PlanCaps, type Planning, withOne } from "../domain/caps.ts";
import { leftOutFor } from "../domain/left-out.ts";
import type { Intent, PlanIntent, Proposal, TaskIntent } from "../domain/proposal.ts";
import { ToolRefusal } from "./tool.ts";

/** What a planner may refer to, as numbers of issues. */
export interface Scope {
  /** Tasks of this goal that can be needed: landed or still to land. */
  readonly tasks: readonly number[];
  /** The planner's own tasks that have not ended. */
  readonly open: readonly number[];
  readonly caps: PlanCaps;
  /** What counted against the caps when the planner began. */
  readonly planning: Planning;
}

export interface Draft {
  addTask(task: Omit<TaskIntent, "kind">): void;
  addPlan(plan: Omit<PlanIntent, "kind">): void;
  /** A number cancels an open task; a key takes back a request of this draft. */
  cancel(task: number | string): void;
  rewriteNotes(text: string): void;
  finish(done: boolean, handOff: string): Proposal;
}

/** All of its methods throw ToolRefusal, and then what is requested is as it was. */
export function createDraft(scope: Scope): Draft {
  const intents = new Map<string, Intent>();
  const cancels = new Set<number>();
  /** Why a request was refused that no other words could have saved, by its key. */
  const leftOut = new Map<string, OverCap>();
  let notes: string | undefined;

  const add = (intent: Intent) => {
    if (intents.has(intent.key)) throw new ToolRefusal(`The key "${intent.key}" is taken: choose another.`);
    const now = [...intents.values()].reduce((sum, { kind }) => withOne(kind, sum), scope.planning);
    const over = overCap(intent.kind, now, scope.caps);
    if (over !== undefined) {
      leftOut.set(intent.key, over);
      throw new ToolRefusal(`${over.why} ${over.instead}`);
    }
    intents.set(intent.key, intent);
    leftOut.delete(intent.key);
  };

  return {
    addTask(task) {
      const strangers = task.needs.filter((need) => typeof need === "number" && !scope.tasks.includes(need));
      if (strangers.length > 0) throw new ToolRefusal(`needs: no task of this goal is ${hashes(strangers)}.`);
      const plan = task.needs.find((need) => intents.get(String(need))?.kind === "plan");
      if (plan !== undefined) throw new ToolRefusal(`needs: "${plan}" is a plan. Only tasks can be needed.`);
      const cycle = cycleThrough(task, intents);
      if (cycle)
        throw new ToolRefusal(`needs: ${cycle.join(" needs ")} goes in a circle. Leave one need out.`);
      add({ kind: "task", ...task });
    },
    addPlan(plan) {
      const user = needing(plan.key, intents);
      if (user) throw new ToolRefusal(`Task "${user}" needs "${plan.key}", and only tasks can be needed.`);
      add({ kind: "plan", ...plan });
    },
    cancel(task) {
      if (typeof task === "number" && !scope.open.includes(task))
        throw new ToolRefusal(`#${task} is not an open task of this plan. Open are: ${hashes(scope.open)}.`);
      if (typeof task === "number") cancels.add(task);
      else if (!intents.delete(task)) throw new ToolRefusal(`Nothing with the key "${task}" was requested.`);
    },
    rewriteNotes(text) {
      notes = text;
    },
    finish(done, handOff) {
      const missing = [...intents.values()].flatMap((intent) =>
        intent.kind === "task" ? intent.needs.filter((need) => !isKnown(need, intents)) : [],
      );
      if (missing.length > 0)
        throw new ToolRefusal(`needs: no task has the key ${missing.map((key) => `"${key}"`).join(", ")}.`);
      const lost = [...intents.values()].find(
        (intent) => intent.kind === "task" && intent.needs.some((need) => cancels.has(Number(need))),
      );
      if (lost) throw new ToolRefusal(`Task "${lost.key}" needs a task that you cancelled.`);
      const refused = [...leftOut.values()];
      const waits = refused.some(({ passes }) => passes);
      if (!done && !waits && intents.size === 0 && scope.open.every((task) => cancels.has(task)))
        throw new ToolRefusal(
          "Nothing is open and nothing was created: create tasks, or finish with done true.",
        );
      return {
        intents: [...intents.values()],
        cancels: [...cancels],
        notes,
        done,
        handOff,
        leftOut: leftOutFor(
          refused.map(({ why }) => why),
          waits,
        ),
      };
    },
  };
}

const hashes = (numbers: readonly (string | number)[]) =>
  numbers.length === 0 ? "none" : numbers.map((number) => `#${number}`).join(", ");

const isKnown = (need: string | number, intents: ReadonlyMap<string, Intent>) =>
  typeof need === "number" || intents.has(need);

const needing = (key: string, intents: ReadonlyMap<string, Intent>) =>
  [...intents.values()].find((intent) => intent.kind === "task" && intent.needs.includes(key))?.key;

/** The way from a task through its needs back to itself, if there is one. Needs may name tasks that come later. */
function cycleThrough(
  task: Omit<TaskIntent, "kind">,
  intents: ReadonlyMap<string, Intent>,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const search = (needs: TaskIntent["needs"], path: readonly string[]): readonly string[] | undefined => {
    for (const need of needs) {
      if (need === task.key) return [...path, task.key];
      if (typeof need === "number" || seen.has(need)) continue;
      seen.add(need);
      const next = intents.get(need);
      const found = next?.kind === "task" ? search(next.needs, [...path, need]) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  return search(task.needs, [task.key]);
}
