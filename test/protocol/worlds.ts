/** The small worlds that are searched: how many processes and tasks, and what may go wrong how often. */

import { formatLogMessage } from "../../src/codec/log-entry.ts";
import type { Entry, Limits, RecordedIntent } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { aCharter, checked, cycleStarted, planned, spends, taskIntent } from "../support/builders.ts";
import type { Model } from "./model.ts";
import { type Budget, fresh, goal, type IssueRow, type State } from "./state.ts";

export interface Spec {
  readonly name: string;
  readonly processes: number;
  /** The tasks, from 34 on, each with the numbers it needs. */
  readonly tasks: readonly (readonly number[])[];
  /** How many cycles the judge wants; each one after the first has one task more. */
  readonly cycles: number;
  /** All tasks change the same path. */
  readonly samePath: boolean;
  /** Before anything happened, or with the tasks recorded and paid for. */
  readonly start: "empty" | "planned";
  readonly budget: Budget;
  readonly limits: Partial<Limits>;
  /** USD that were spent when the world begins. */
  readonly spent: number;
  /** Tasks whose work breaks the check, until it was sent back for that. */
  readonly red: readonly number[];
  /** What a planner that hears of a broken check asks for: its work mends it. */
  readonly repairs: readonly number[];
  /** Also report what the protocol is known not to promise yet. */
  readonly strict: boolean;
}

export const firstTask = 34;

const spec = (name: string, parts: Partial<Spec>): Spec => ({
  name,
  processes: 2,
  tasks: [[]],
  cycles: 1,
  samePath: false,
  start: "planned",
  budget: {},
  limits: {},
  spent: 0,
  red: [],
  repairs: [],
  strict: false,
  ...parts,
});

const gated = { landing: "gated" } as const;

/** Searched by the test, a second or two each. */
export const smallWorlds: readonly Spec[] = [
  spec("life", { processes: 1, start: "empty", budget: { crash: 1, late: 1 } }),
  spec("claim", { budget: { lease: 1, crash: 1 } }),
  spec("veto", { processes: 1, budget: { veto: 1, crash: 1 } }),
  spec("ask", { processes: 1, budget: { question: 1, answer: 1, crash: 1 } }),
  spec("needs", { processes: 1, tasks: [[], [34]], budget: { failure: 1, close: 1 } }),
  spec("unheard", { processes: 1, budget: { veto: 1, late: 1 } }),
  spec("conflict", { processes: 1, tasks: [[], []], samePath: true, budget: { crash: 1 } }),
  spec("meddle", { processes: 1, budget: { remove: 1, rewind: 1, integrate: 1 } }),
  spec("push", { processes: 1, budget: { push: 1, remove: 1 } }),
  spec("steward", { start: "empty", budget: { lease: 1 } }),
  spec("death", { budget: { death: 1, lease: 1, progress: 1 } }),
  spec("cycles", { processes: 1, cycles: 2, budget: { failure: 1, crash: 1 } }),
  spec("words", { processes: 1, budget: { pause: 1, stop: 1 } }),
  spec("stale", { processes: 1, start: "empty", budget: { stale: 1, late: 1 } }),
  spec("red", { processes: 1, red: [34], budget: { crash: 1, patience: 1 } }),
  spec("flaky", { processes: 1, budget: { flake: 2, patience: 1 } }),
  spec("gated", { processes: 1, tasks: [[], []], red: [35], limits: gated, budget: {} }),
  spec("retry", { processes: 1, budget: { failure: 1, retry: 1 } }),
  spec("money", {
    processes: 1,
    tasks: [],
    limits: { budget: 12 },
    spent: 11,
    budget: { retry: 1, crash: 1 },
  }),
];

/** Searched by the test of the system, some ten seconds each. */
export const middleWorlds: readonly Spec[] = [
  spec("veto-race", { budget: { veto: 1, lease: 1 } }),
  spec("red-two", { processes: 1, tasks: [[], []], red: [34], budget: { crash: 1, patience: 1 } }),
  spec("red-race", { red: [34], budget: { lease: 1, patience: 1 } }),
  spec("red-veto", { processes: 1, red: [34], budget: { veto: 1, patience: 1, integrate: 1 } }),
  spec("red-late", { processes: 1, red: [34], budget: { veto: 1, patience: 1, late: 1 } }),
  spec("repair", { processes: 1, red: [34], repairs: [35], budget: { patience: 1, crash: 1 } }),
  spec("gated-crash", { processes: 1, tasks: [[], []], red: [35], limits: gated, budget: { crash: 1 } }),
  spec("gated-race", { red: [34], limits: gated, budget: { lease: 1 } }),
  spec("gated-veto", { processes: 1, tasks: [[], []], limits: gated, budget: { veto: 1 } }),
  spec("gated-people", { processes: 1, limits: gated, budget: { veto: 1, integrate: 1 } }),
  spec("retry-veto", { processes: 1, budget: { failure: 1, veto: 1, retry: 1 } }),
  spec("retry-again", { processes: 1, cycles: 2, budget: { failure: 1, retry: 1 } }),
  spec("retry-race", { budget: { failure: 1, retry: 1, lease: 1 } }),
  spec("retry-stop", { processes: 1, budget: { stop: 1, retry: 2 } }),
  spec("money-race", { limits: { budget: 12 }, spent: 10, budget: { lease: 1, crash: 1 } }),
  spec("money-two", {
    processes: 1,
    tasks: [[], []],
    limits: { budget: 12 },
    spent: 9,
    budget: { failure: 1, crash: 1 },
  }),
  spec("money-retry", {
    processes: 1,
    limits: { budget: 12 },
    spent: 9,
    budget: { failure: 1, retry: 1, crash: 1 },
  }),
];

/** Searched by hand. */
export const largeWorlds: readonly Spec[] = [
  spec("two-tasks", { tasks: [[], []], budget: { lease: 1, crash: 1, late: 1 } }),
  spec("three", { processes: 3, budget: { lease: 2, veto: 1 } }),
  spec("people", {
    tasks: [[], [34]],
    budget: { veto: 1, stop: 1, close: 1, reopen: 1, remove: 1, push: 1 },
  }),
  spec("take-over", { start: "empty", budget: { lease: 2, crash: 1, late: 1, renewal: 1 } }),
  spec("words-all", { processes: 1, budget: { pause: 1, stop: 1, directive: 1, close: 1, reopen: 1 } }),
  spec("meddle-all", { processes: 2, budget: { remove: 1, rewind: 1, push: 1, integrate: 1, progress: 1 } }),
  spec("long", { cycles: 2, budget: { lease: 2, failure: 1, late: 1 } }),
  spec("red-all", {
    tasks: [[], []],
    red: [34],
    budget: { lease: 1, late: 1, veto: 1, patience: 1, flake: 1 },
  }),
  spec("gated-meddle", {
    processes: 1,
    limits: gated,
    budget: { veto: 1, close: 1, integrate: 1, push: 1 },
  }),
  spec("gated-all", { tasks: [[], []], red: [35], limits: gated, budget: { lease: 1, late: 1, veto: 1 } }),
  spec("retry-all", { budget: { failure: 1, veto: 1, retry: 2, late: 1, lease: 1 } }),
  spec("retry-people", {
    processes: 1,
    cycles: 2,
    budget: { retry: 2, close: 1, reopen: 1, remove: 1, question: 1 },
  }),
  spec("money-all", {
    limits: { budget: 12 },
    spent: 9,
    budget: { lease: 2, late: 1, failure: 1, retry: 1, progress: 1 },
  }),
  spec("clash", { tasks: [[], []], samePath: true, budget: { lease: 1, late: 1, veto: 1, integrate: 1 } }),
];

export function initial(model: Model): State {
  const { spec: own } = model;
  const processes = Array.from({ length: own.processes }, () => fresh);
  const common = { goalLabels: ["swarm:goal"], comments: [] };
  if (own.start === "empty")
    return { repo: { ...common, refs: {}, issues: [] }, processes, late: [], budget: own.budget, bill: 0 };
  const log = model.commits.make([], formatLogMessage("begun", begun(model)), []).id;
  return {
    repo: {
      ...common,
      refs: { log, integration: model.base, green: model.base },
      issues: [report, ...own.tasks.map((_, index) => issue(firstTask + index))],
    },
    processes,
    late: [],
    budget: own.budget,
    bill: own.spent,
  };
}

const report: IssueRow = {
  number: firstTask - 1,
  intent: `${goal}/cycle-1`,
  open: true,
  labels: ["swarm:cycle"],
  reported: undefined,
};

const issue = (number: number): IssueRow => ({
  number,
  intent: taskIntent(number).name,
  open: true,
  labels: ["swarm:task"],
  reported: undefined,
});

/** What the planner of this world asks for in a cycle. */
export function intentsOf({ tasks }: Spec, cycle = 1, wake = 1): readonly RecordedIntent[] {
  const own = cycle === 1 ? tasks : [[]];
  const name = (task: number) => nameOf(task, cycle, wake);
  return own.map((needs, index) => {
    const task = firstTask + index;
    return { ...taskIntent(task, needs.map(name)), name: name(task) };
  });
}

/** What it asks for when it hears of a broken check. */
export const repairOf = (
  { repairs }: Spec,
  cycle: number,
  wake: number,
  events: readonly string[],
): readonly RecordedIntent[] =>
  events.some((event) => event.startsWith("red "))
    ? repairs.map((task) => ({ ...taskIntent(task), name: nameOf(task, cycle, wake) }))
    : [];

const nameOf = (task: number, cycle: number, wake: number) => `${goal}/c${cycle}/p${goal}/w${wake}/k${task}`;

function begun(model: Model): readonly Entry[] {
  const { sha } = model.commits.get(model.base);
  const numbers = model.spec.tasks.map((_, index) => issueNumber(firstTask + index));
  const grant = { usd: undefined, tokens: undefined };
  const { limits, spent } = model.spec;
  const granted = limits.budget === undefined ? numbers : [];
  return [
    { kind: "steward", instance: "one" },
    { kind: "accepted", charter: aCharter({ limits }), user: 1, base: sha },
    { ...(cycleStarted(1) as Extract<Entry, { kind: "cycle-started" }>), base: sha, report: issueNumber(33) },
    checked(sha),
    planned({ intents: intentsOf(model.spec), spent: spends(spent) }),
    ...numbers.map((number): Entry => ({ kind: "recorded", name: taskIntent(number).name, number })),
    ...granted.map((number): Entry => ({ kind: "granted", holder: `task ${number}`, grant })),
  ];
}
