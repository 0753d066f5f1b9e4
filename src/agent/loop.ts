/** The one loop of every agent: ask, run tools, observe, until finished or until a limit says stop. */

import { addSpent, nothingSpent, type Spent } from "../domain/money.ts";
import type { Clock } from "../effect/clock.ts";
import { estimateInput, estimateOutput } from "../model/estimate.ts";
import {
  type Model,
  ModelError,
  type Reply,
  type ToolCall,
  type ToolSpec,
  type Turn,
} from "../model/model.ts";
import type { Purse, Reservation } from "./spending.ts";
import { TimeLimit } from "./time-limit.ts";
import { type Answer, answerCall, specsOf, type Toolbox } from "./tool-call.ts";
import { clip, compact, dropOldestOutput } from "./transcript.ts";

export interface AgentLimits {
  /** Calls of the model. */
  readonly turns: number;
  readonly seconds: number;
  readonly maxOutputTokens: number;
  /** The most of one tool's answer that the model reads. */
  readonly toolOutputChars: number;
  /** Above this estimate old tool outputs are replaced by notes. */
  readonly contextTokens: number;
}

export interface AgentRun<Result> extends Toolbox<Result> {
  readonly model: Model;
  readonly system: string;
  /** The first user message, or an earlier transcript and a user message after it. */
  readonly opening: readonly Turn[];
  readonly limits: AgentLimits;
  readonly purse: Purse;
  /** Text for the model before its next step: directives that came in the meantime. The time it takes is not counted. */
  readonly beforeStep?: (signal: AbortSignal) => string | undefined | Promise<string | undefined>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

export type FailureReason =
  | "malformed"
  | "turns"
  | "time"
  | "loop"
  | "overflow"
  | "model"
  | "out-of-budget"
  | "aborted";

type Ending<Result> =
  | { readonly kind: "finished"; readonly result: Result }
  | { readonly kind: "failed"; readonly reason: FailureReason; readonly message: string };

/** In `turns` every tool call is answered, so a later run can go on from them. `spent` is this run alone. */
export type AgentOutcome<Result> = Ending<Result> & {
  readonly turns: readonly Turn[];
  readonly spent: Spent;
};

/**
 * Runs an agent to its end. Expected ends are outcomes; it rejects only with what a tool threw besides ToolRefusal.
 * An abort of `signal` ends it as "aborted" as soon as the model or the tool at work gives up.
 */
export async function runAgent<Result>(run: AgentRun<Result>): Promise<AgentOutcome<Result>> {
  const time = new TimeLimit(run.clock, run.limits.seconds * 1000);
  const state = begin(run, time);
  try {
    for (;;) {
      const ending = await step(run, state);
      if (ending) return { ...ending, turns: state.turns, spent: state.spent };
    }
  } finally {
    time.end();
  }
}

interface State {
  turns: readonly Turn[];
  spent: Spent;
  steps: number;
  malformed: number;
  /** The last reply's calls with their answers, and how often they came in a row. */
  lastCalls: string;
  repeats: number;
  toldToFinish: boolean;
  droppedOutput: boolean;
  moneyIsShort: boolean;
  readonly specs: readonly ToolSpec[];
  readonly time: TimeLimit;
  /** Aborts with the run's signal or at its time limit. */
  readonly signal: AbortSignal;
}

const malformedInARow = 3;
const repeatsToWarn = 3;
const repeatsToFail = 4;
const lastSteps = 3;
const lastPartOfTime = 0.15;

const begin = <Result>(run: AgentRun<Result>, time: TimeLimit): State => ({
  turns: run.opening,
  spent: nothingSpent,
  steps: 0,
  malformed: 0,
  lastCalls: "",
  repeats: 0,
  toldToFinish: false,
  droppedOutput: false,
  moneyIsShort: false,
  specs: specsOf(run),
  time,
  signal: AbortSignal.any([run.signal, time.isUp]),
});

const fail = (reason: FailureReason, message: string) => ({ kind: "failed" as const, reason, message });

async function step<Result>(run: AgentRun<Result>, state: State): Promise<Ending<Result> | undefined> {
  if (state.signal.aborted) return interrupted(run);
  if (state.steps >= run.limits.turns)
    return fail("turns", `The limit of ${run.limits.turns} steps was reached before the work was handed in.`);
  const news = await state.time.standStill(async () => run.beforeStep?.(state.signal));
  if (state.signal.aborted) return interrupted(run);
  if (news !== undefined) say(state, news);
  remindOfTheEnd(run, state);
  const reply = await ask(run, state);
  if ("kind" in reply) return reply;
  state.steps += 1;
  state.turns = [...state.turns, { role: "assistant", text: reply.text, toolCalls: reply.toolCalls }];
  if (reply.toolCalls.length === 0) return remindOfTools(run, state);
  return runCalls(run, state, reply.toolCalls);
}

const say = (state: State, text: string) => {
  state.turns = [...state.turns, { role: "user", text }];
};

const interrupted = <Result>(run: AgentRun<Result>) =>
  run.signal.aborted
    ? fail("aborted", "The run was stopped from outside.")
    : fail("time", `The limit of ${run.limits.seconds} seconds was reached before the work was handed in.`);

/** Said once: an agent that is cut off leaves no hand-off. */
function remindOfTheEnd<Result>(run: AgentRun<Result>, state: State): void {
  const stepsLeft = run.limits.turns - state.steps;
  const secondsLeft = state.time.left() / 1000;
  const isLate =
    state.moneyIsShort || stepsLeft <= lastSteps || secondsLeft < run.limits.seconds * lastPartOfTime;
  if (state.toldToFinish || state.steps === 0 || !isLate) return;
  state.toldToFinish = true;
  say(
    state,
    `Your limits are almost reached (${stepsLeft} steps, ${Math.max(0, Math.round(secondsLeft))} seconds left). ` +
      `Start nothing else. Finish now with ${finishNames(run)} and say there what is unfinished.`,
  );
}

const finishNames = <Result>(run: AgentRun<Result>) => run.finish.map((tool) => tool.name).join(" or ");

async function ask<Result>(run: AgentRun<Result>, state: State): Promise<Reply | Ending<Result>> {
  const question = () => ({ system: run.system, turns: state.turns, tools: state.specs });
  const estimate = (turns: readonly Turn[]) => estimateInput({ ...question(), turns });
  const fits = (turns: readonly Turn[]) => estimate(turns) <= run.limits.contextTokens;
  let inputTokens = estimate(state.turns);
  if (inputTokens > run.limits.contextTokens) {
    state.turns = compact(state.turns, fits);
    inputTokens = estimate(state.turns);
  }
  const reservation = run.purse.reserve(inputTokens, run.limits.maxOutputTokens);
  if (reservation.kind === "refused") return fail("out-of-budget", reservation.why);
  const { maxOutputTokens } = reservation;
  state.moneyIsShort = maxOutputTokens < run.limits.maxOutputTokens;
  try {
    const reply = await run.model.ask({ ...question(), maxOutputTokens }, state.signal);
    const usage = reply.usage ?? {
      inputTokens,
      cachedTokens: 0,
      outputTokens: estimateOutput(reply),
    };
    state.spent = addSpent(state.spent, reservation.settle(usage));
    return reply;
  } catch (error) {
    return afterError(run, state, reservation, error);
  }
}

async function afterError<Result>(
  run: AgentRun<Result>,
  state: State,
  reservation: Reservation,
  error: unknown,
): Promise<Reply | Ending<Result>> {
  const costNothing = error instanceof ModelError && !["unavailable", "aborted"].includes(error.kind);
  state.spent = addSpent(state.spent, costNothing ? reservation.release() : reservation.forfeit());
  if (state.signal.aborted) return interrupted(run);
  if (!(error instanceof ModelError)) throw error;
  if (error.kind !== "overflow") return fail("model", `${run.model.name}: ${error.message}`);
  const lighter = state.droppedOutput ? undefined : dropOldestOutput(state.turns);
  if (lighter === undefined) return fail("overflow", `${run.model.name}: ${error.message}`);
  state.droppedOutput = true;
  state.turns = lighter;
  return ask(run, state);
}

function remindOfTools<Result>(run: AgentRun<Result>, state: State): Ending<Result> | undefined {
  const ending = countMalformed(state, true, "it answered without a tool call");
  if (ending) return ending;
  say(
    state,
    `Only tool calls count; text alone does nothing. Go on with a tool, or end with ${finishNames(run)}.`,
  );
  return undefined;
}

function countMalformed(state: State, isMalformed: boolean, why: string) {
  state.malformed = isMalformed ? state.malformed + 1 : 0;
  if (state.malformed < malformedInARow) return undefined;
  return fail("malformed", `${malformedInARow} replies in a row could not be used; of the last: ${why}`);
}

/** Runs the calls in order. Those after an accepted finish or an abort are answered, but not run. */
async function runCalls<Result>(
  run: AgentRun<Result>,
  state: State,
  calls: readonly ToolCall[],
): Promise<Ending<Result> | undefined> {
  const answers: Answer<Result>[] = [];
  let unread: string | undefined;
  for (const call of calls) {
    answers.push(await answerInTurn(run, state, call, answers, unread));
    if (isEvidence(run, call)) unread ??= call.name;
  }
  const key = JSON.stringify(calls.map((call, index) => [call.name, call.arguments, answers[index]?.text]));
  state.repeats = key === state.lastCalls ? state.repeats + 1 : 1;
  state.lastCalls = key;
  const warning = state.repeats === repeatsToWarn ? `\n${repeatWarning}` : "";
  state.turns = [
    ...state.turns,
    ...calls.map((call, index): Turn => {
      const text = clip(answers[index]?.text ?? "", run.limits.toolOutputChars) + warning;
      return { role: "tool", callId: call.id, name: call.name, text };
    }),
  ];
  const finished = answers.find((answer) => answer.kind === "finished");
  if (finished) return { kind: "finished", result: finished.result };
  if (state.signal.aborted) return interrupted(run);
  const isMalformed = answers.every((answer) => answer.kind === "malformed");
  const ending = countMalformed(state, isMalformed, answers.at(-1)?.text ?? "");
  if (ending) return ending;
  if (state.repeats < repeatsToFail) return undefined;
  return fail(
    "loop",
    `The same call of ${calls[0]?.name} got the same answer ${repeatsToFail} times in a row.`,
  );
}

const repeatWarning =
  "[You made this very call three times and got the same answer. Once more ends the run: do something else.]";

const isEvidence = <Result>(run: AgentRun<Result>, call: ToolCall): boolean =>
  run.tools.some((tool) => tool.name === call.name && tool.isEvidence === true);

async function answerInTurn<Result>(
  run: AgentRun<Result>,
  state: State,
  call: ToolCall,
  before: readonly Answer<Result>[],
  unread: string | undefined,
): Promise<Answer<Result>> {
  if (before.some((answer) => answer.kind === "finished"))
    return { kind: "answered", text: "Not run: the work was already handed in." };
  if (state.signal.aborted) return { kind: "answered", text: "Not run: the run was stopped." };
  const isFinish = run.finish.some((tool) => tool.name === call.name);
  if (isFinish && before.some((answer) => answer.kind !== "answered"))
    return { kind: "refused", text: "Refused: a call before this one failed. Look at its answer first." };
  if (isFinish && unread !== undefined)
    return { kind: "refused", text: `Refused: read what ${unread} answered before you hand anything in.` };
  try {
    return await answerCall(run, call, state.signal);
  } catch (error) {
    if (!state.signal.aborted) throw error;
    return { kind: "answered", text: "Not finished: the run was stopped." };
  }
}
