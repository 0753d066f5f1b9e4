/** Builds worlds for decision tests: a healthy goal in its first cycle, told apart only by what a test names. */

import { createHash } from "node:crypto";
import type { Charter, Entry, Limits, Logged, Said } from "../../src/domain/entry.ts";
import { issueNumber, type Sha, sha } from "../../src/domain/ids.ts";
import { usualLease } from "../../src/domain/lease.ts";
import { foldLog } from "../../src/domain/log.ts";
import { nothingSpent, type Spent } from "../../src/domain/money.ts";
import type { HandOff, Judgement } from "../../src/domain/proposal.ts";
import type { Tip, TipFacts, TipState } from "../../src/domain/tip.ts";
import type { Comment, Issue, World } from "../../src/domain/world.ts";

export const goal = 12;
export const beginning = Date.UTC(2026, 0, 1);
export const minute = 60_000;

export const aSha = (name: string): Sha => sha(createHash("sha1").update(name).digest("hex"));

export const base = aSha("base");
export const head = aSha("head");

export const spends = (usd: number, tokens = 0): Spent => ({ ...nothingSpent, usd, inputTokens: tokens });

const uncapped = { budget: undefined, tokens: undefined, minutes: undefined };
const idle = { told: new Map(), preparing: false, judging: false, checking: false };
const silence = { comments: [], gestures: [], altered: [], sinceGreen: [], sinceVerdict: [] };
const order = { rewritten: undefined, logGone: undefined, candidate: undefined };
const noLimits: Limits = { ...uncapped, cycles: 5, workers: 8, landing: "direct" };

export const aCharter = (charter: Partial<Omit<Charter, "limits">> & { limits?: Partial<Limits> } = {}) => ({
  title: "A shop",
  text: "Build a shop.",
  hash: "text 1",
  doneWhen: ["It sells."],
  checks: ["npm test"],
  checksFrom: "the goal",
  setup: [],
  ...charter,
  limits: { ...noLimits, ...charter.limits },
});

export const aHandOff = (handOff: Partial<HandOff> = {}): HandOff => ({
  done: "It is done.",
  concerns: [],
  deviations: [],
  suggestions: [],
  directives: [],
  ...handOff,
});

export const aJudgement = (judgement: Partial<Judgement> = {}): Judgement => ({
  verdict: "continue",
  summary: "Not yet.",
  evidence: [],
  ...judgement,
});

export const someFacts: TipFacts = { attempt: 1, conflicts: 0, spent: nothingSpent, model: "compatible/m" };

export const aTip = (state: TipState, facts: Partial<TipFacts> = {}): Tip => ({
  sha: aSha(JSON.stringify(state)),
  facts: { ...someFacts, ...facts },
  state,
});

export const claimedBy = (instance: string): TipState => ({ kind: "claimed", claim: "c1", instance });
export const submitted: TipState = { kind: "submitted", handOff: "It is done." };

export const planned = (entry: Partial<Extract<Entry, { kind: "planned" }>>): Entry => ({
  kind: "planned",
  plan: issueNumber(goal),
  cycle: 1,
  wake: 1,
  seen: [],
  intents: [],
  cancels: [],
  notes: undefined,
  done: true,
  handOff: "",
  spent: nothingSpent,
  failed: undefined,
  ...entry,
});

export const checked = (commit: Sha, passed = true, command = "npm test"): Entry => ({
  kind: "checked",
  commit,
  results: [{ command, passed, exitCode: passed ? 0 : 1, seconds: 1, output: "" }],
});

const someone = (comment: number, issue: number): Said => ({
  comment,
  issue: issueNumber(issue),
  user: 1,
  login: "ada",
  hash: `comment ${comment}`,
});

export const directed = (id: string, issue: number, comment = 900): Entry => ({
  kind: "directive",
  id,
  text: "Use metres.",
  ...someone(comment, issue),
});

export const commanded = (
  word: Extract<Entry, { kind: "command" }>["word"],
  issue = goal,
  comment = 901,
  more: Partial<Extract<Entry, { kind: "command" }>> = {},
): Entry => ({ kind: "command", word, argument: "", ...someone(comment, issue), ...more });

export const aComment = (comment: Partial<Comment> = {}): Comment => ({
  ...someone(700, goal),
  body: "Use metres.",
  trusted: true,
  command: undefined,
  ...comment,
});

export const anIssue = (number: number, issue: Partial<Omit<Issue, "number">> = {}): Issue => ({
  number: issueNumber(number),
  nodeId: `node ${number}`,
  title: `Issue ${number}`,
  body: "",
  open: true,
  reported: undefined,
  labels: [],
  author: { id: 1, login: "ada" },
  intent: undefined,
  ...issue,
});

export interface TaskParts {
  readonly number: number;
  readonly plan: number;
  readonly cycle: number;
  readonly needs: readonly (string | number)[];
  readonly granted: boolean;
  readonly tip: TipState | undefined;
  readonly facts: Partial<TipFacts>;
  /** In integration's history; `noted` in the log, too. */
  readonly landed: boolean;
  readonly noted: boolean;
  readonly reverted: boolean;
  readonly issue: Partial<Omit<Issue, "number">>;
}

/** A recorded task of the running cycle with a grant, ready unless told otherwise. */
export const aTask = (number: number, parts: Partial<TaskParts> = {}): TaskParts => ({
  number,
  plan: goal,
  cycle: 1,
  needs: [],
  granted: true,
  tip: undefined,
  facts: {},
  landed: false,
  noted: parts.landed === true,
  reverted: false,
  issue: { open: parts.landed !== true },
  ...parts,
});

export const landedTask = (number: number, parts: Partial<TaskParts> = {}) =>
  aTask(number, { landed: true, ...parts });

export const endedTask = (
  number: number,
  reason: Extract<TipState, { kind: "ended" }>["reason"],
  parts: Partial<TaskParts> = {},
) => aTask(number, { tip: { kind: "ended", reason, words: "" }, issue: { open: false }, ...parts });

export const intentName = (number: number) => `${goal}/c1/p${goal}/w1/k${number}`;

export const taskIntent = (number: number, needs: TaskParts["needs"] = []) => ({
  kind: "task" as const,
  key: `k${number}`,
  name: intentName(number),
  title: `Task ${number}`,
  body: "",
  needs,
});

export const planIntent = (number: number) => ({
  kind: "plan" as const,
  key: `k${number}`,
  name: intentName(number),
  title: `Plan ${number}`,
  body: "",
});

export const recorded = (number: number): Entry => ({
  kind: "recorded",
  name: intentName(number),
  number: issueNumber(number),
});

/** A sub-plan beneath the goal, recorded. */
export const aSubPlan = (number: number): readonly Entry[] => [
  planned({ intents: [planIntent(number)] }),
  recorded(number),
];

const entriesOf = (task: TaskParts): readonly Entry[] => {
  const number = issueNumber(task.number);
  const { plan, cycle, needs } = task;
  const intents = [taskIntent(task.number, needs)];
  const grant = { usd: undefined, tokens: undefined };
  return [
    planned({ plan: issueNumber(plan), cycle, intents }),
    recorded(task.number),
    ...(task.granted ? [{ kind: "granted" as const, holder: `task ${number}`, grant }] : []),
    ...(task.noted ? [landingOf(task)] : []),
  ];
};

export const landingOf = (task: TaskParts): Extract<Entry, { kind: "landed" }> => ({
  kind: "landed",
  task: issueNumber(task.number),
  merge: aSha(`merge ${task.number}`),
  submission: aSha(`submission ${task.number}`),
  attempt: 1,
  conflicts: 0,
  handOff: aHandOff(),
  spent: task.facts.spent ?? nothingSpent,
});

export const cycleStarted = (cycle: number): Entry => ({
  kind: "cycle-started",
  cycle,
  base,
  milestone: cycle,
  report: issueNumber(13),
});

/** Accepted, in its first cycle, planned once, and with its checks passed on head. */
export const begun = (charter: Charter = aCharter()): readonly Entry[] => [
  { kind: "steward", instance: "one" },
  { kind: "accepted", charter, user: 1, base },
  cycleStarted(1),
  planned({ done: true }),
  checked(base),
  checked(head),
];

export interface WorldParts extends Partial<Omit<World, "log" | "tips" | "issues" | "busy">> {
  /** What the log holds before the tasks; a healthy beginning if left out. */
  readonly before?: readonly Entry[];
  readonly tasks?: readonly TaskParts[];
  /** What the log holds after the tasks. */
  readonly after?: readonly Entry[];
  readonly issues?: readonly Issue[];
  readonly busy?: Partial<World["busy"]>;
}

/** Quiet unless a part says otherwise; its log is folded from real entries. */
export function aWorld(parts: WorldParts = {}): World {
  const { before = begun(), tasks = [], after = [], issues = [], busy = {}, ...rest } = parts;
  const entries = [...before, ...tasks.flatMap(entriesOf), ...after];
  const own = tasks.map((task) => anIssue(task.number, task.issue));
  const byNumber = (done: (task: TaskParts) => boolean, name: string) =>
    new Map(tasks.filter(done).map((task) => [task.number, aSha(`${name} ${task.number}`)]));
  return {
    instance: "one",
    now: beginning + 10 * minute,
    goal: anIssue(goal, { title: "A shop", labels: ["swarm:goal"] }),
    goalAuthorTrusted: true,
    goalHash: "text 1",
    issues: new Map([...own, ...issues].map((issue) => [issue.number, issue])),
    gone: new Set(),
    logTip: aSha("log"),
    ...silence,
    ...order,
    log: foldLog(entries.map((entry): Logged => ({ ...entry, at: beginning }))),
    tips: new Map(tasks.flatMap((task) => (task.tip ? [[task.number, aTip(task.tip, task.facts)]] : []))),
    still: { log: 0, tasks: new Map() },
    lease: usualLease,
    touched: new Map(),
    submissions: new Map(),
    integration: {
      head,
      landed: byNumber((task) => task.landed, "merge"),
      reverted: byNumber((task) => task.reverted, "revert"),
    },
    lasting: { red: 10 * minute, overdue: 10 * minute },
    green: head,
    busy: { planners: new Set(), workers: new Set(), ...idle, ...busy },
    capacity: 8,
    remarks: new Map(),
    ...rest,
  };
}
