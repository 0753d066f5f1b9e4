/** What one run is made of, drawn from its seed: the goal's tasks, the processes, and which faults are on. */

import { isPlayedTwice, madeComparable } from "./comparable.ts";
import type { Random } from "./random.ts";

export const faultKinds = [
  "request-lost",
  "answer-lost",
  "effect-late",
  "server-error",
  "gone-for-a-moment",
  "stale-list",
  "secondary-limit",
  "token-expired",
  "webhook-lost",
  "webhook-doubled",
  "webhook-late",
  "webhook-lies",
  "model-unavailable",
  "model-hangs",
  "model-malformed",
  "model-empty",
  "worker-claims-falsely",
  "check-flaky",
  "clock-jumps",
  "slow",
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface TaskPlan {
  readonly title: string;
  readonly writes: string;
  readonly needs: readonly string[];
  readonly asks: boolean;
  /** Its landing makes the goal's second check fail until a later cycle mends it. */
  readonly breaks: boolean;
  /** A rule of the server refuses its first landing, as it was written first. */
  readonly refused: boolean;
}

/** What happens to a process, or what a person does, at a time in milliseconds. A kill for ever lasts infinitely long. */
export type Happening =
  | { readonly at: number; readonly kind: "kill" | "stop"; readonly process: number; readonly for: number }
  | { readonly at: number; readonly kind: "kill-all"; readonly for: number }
  | { readonly at: number; readonly kind: "act"; readonly act: PersonsAct; readonly task: number };

export const personsActs = [
  "veto",
  "veto-landing",
  "direct",
  "pause",
  "stop",
  "edit-goal",
  "close-task",
  "reopen-task",
  "relabel-task",
  "edit-task",
  "delete-branch",
  "force-push-branch",
  "push-to-integration",
  "push-to-default",
  "copy-marker",
  "chatter",
  "rewrite-integration",
  "delete-issue",
  "delete-log",
  "delete-green",
] as const;
/** Drawn apart from the others: what ended has to be there first. */
const retries = ["retry-task", "retry-goal"] as const;
/** Drawn apart, too: nothing else is drawn anew for them. */
const removals = ["delete-milestone", "delete-label", "unlabel-goal"] as const;
export type PersonsAct = (typeof personsActs | typeof retries | typeof removals)[number];

/** What the goal's limits allow; one of the two. */
export interface Budget {
  readonly tokens?: number;
  readonly usd?: number;
}

export interface Plan {
  readonly seed: number;
  readonly processes: number;
  readonly tasks: readonly TaskPlan[];
  readonly subPlan: boolean;
  /** The goal asks for `landing: gated`. */
  readonly gated: boolean;
  readonly budget: Budget | undefined;
  /** How often each fault strikes, of all occasions. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly happenings: readonly Happening[];
  /** When the faults end, in milliseconds; happenings come before. */
  readonly calmAfter: number;
}

const minute = 60_000;

export function drawPlan(seed: number, random: Random): Plan {
  const tasks = drawTasks(random.fork("tasks"));
  const few = random.pick([1, 1, 2, 2, 3]);
  const crowd = random.fork("crowd");
  const processes = crowd.chance(0.05) ? crowd.between(4, 5) : few;
  const calmAfter = random.between(2, 25) * minute;
  const faults: Partial<Record<FaultKind, number>> = {};
  for (const kind of faultKinds) {
    const draw = random.fork(kind);
    if (draw.chance(0.3)) faults[kind] = 0.01 + draw.next() * 0.2;
  }
  const happenings = [
    ...drawMany(random.fork("kills"), 4, (draw) => drawTrouble(draw, processes, calmAfter)),
    ...drawMany(random.fork("people"), 3, (draw) => ({
      at: draw.between(0, calmAfter),
      kind: "act" as const,
      act: draw.pick(personsActs),
      task: draw.between(0, tasks.length - 1),
    })),
    ...drawRetries(random.fork("retries"), tasks.length, calmAfter),
    ...drawRemovals(random.fork("removals"), calmAfter),
  ].sort((a, b) => a.at - b.at);
  const plan: Plan = {
    seed,
    processes,
    tasks,
    subPlan: random.chance(0.25),
    gated: random.fork("gated").chance(0.25),
    budget: drawBudget(random.fork("budget")),
    faults,
    happenings,
    calmAfter,
  };
  return isPlayedTwice(seed) ? madeComparable(plan) : plan;
}

/** From what pays for hardly a plan up to more than is needed. */
function drawBudget(random: Random): Budget | undefined {
  if (!random.chance(0.3)) return undefined;
  const share = random.between(2, 16);
  return random.chance(0.5) ? { tokens: share * 50_000 } : { usd: share / 8 };
}

const files = ["first.txt", "second.txt", "third.txt"];

function drawTasks(random: Random): readonly TaskPlan[] {
  const count = random.between(1, 4);
  const shares = random.chance(0.4);
  return Array.from({ length: count }, (_, index) => ({
    title: `Task ${index}`,
    writes: shares && index < 2 ? "shared.txt" : (files[index] ?? "last.txt"),
    needs: index > 0 && random.chance(0.25) ? [`Task ${index - 1}`] : [],
    asks: random.chance(0.1),
    breaks: random.chance(0.1),
    refused: random.fork("refused").chance(0.05),
  }));
}

function drawMany<Item>(random: Random, most: number, draw: (random: Random) => Item): readonly Item[] {
  if (random.chance(0.5)) return [];
  return Array.from({ length: random.between(1, most) }, () => draw(random));
}

function drawRetries(random: Random, tasks: number, before: number): readonly Happening[] {
  if (!random.chance(0.15)) return [];
  return Array.from({ length: random.between(1, 2) }, () => ({
    at: random.between(Math.floor(before / 4), before),
    kind: "act" as const,
    act: random.pick(retries),
    task: random.between(0, tasks - 1),
  }));
}

/** Of what goals have in common with the repository: no task's. */
function drawRemovals(random: Random, before: number): readonly Happening[] {
  if (!random.chance(0.08)) return [];
  return Array.from({ length: random.between(1, 3) }, () => ({
    at: random.between(0, before),
    kind: "act" as const,
    act: random.pick(removals),
    task: 0,
  }));
}

function drawTrouble(random: Random, processes: number, before: number): Happening {
  const at = random.between(0, before);
  const pause = random.pick([100, 5000, 30_000, 5 * minute, 20 * minute]);
  if (random.chance(0.15)) return { at, kind: "kill-all", for: pause };
  const process = random.between(0, processes - 1);
  // The last one never dies for good.
  if (process < processes - 1 && random.chance(0.15))
    return { at, kind: "kill", process, for: Number.POSITIVE_INFINITY };
  return { at, kind: random.chance(0.6) ? "kill" : "stop", process, for: pause };
}
