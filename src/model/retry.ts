/** A model from one adapter: calls again what may pass, with growing pauses, and tells apart why it gave up. */

import { Failure, failureOf } from "./failure.ts";
import { type Model, ModelError, type Question, type Reply, type Usage } from "./model.ts";
import type { ModelTiming } from "./timing.ts";
import { aborted, type Watch, watchedCall } from "./watched-call.ts";

export interface Adapter {
  /** `provider/model`. */
  readonly name: string;
  /** Never shown in an error, even if the server repeats it. */
  readonly key: string;
  /** A single call without any retry. Rejects with whatever its SDK throws. */
  send(question: Question, watch: Watch): Promise<Reply>;
}

/** Wraps an adapter into what the port promises. */
export const patientModel = (adapter: Adapter, timing: ModelTiming): Model => ({
  name: adapter.name,
  ask: (question, signal) => ask(adapter, timing, question, signal),
});

async function ask(adapter: Adapter, timing: ModelTiming, question: Question, signal: AbortSignal) {
  let empty: Reply | undefined;
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt(adapter, timing, question, signal);
    if (outcome instanceof ModelError) throw outcome;
    if (outcome instanceof Failure) {
      if (outcome.kind !== "retry") throw new ModelError(outcome.kind, shown(adapter, outcome));
      if (tries > timing.retries || (outcome.retryAfterMs ?? 0) > timing.longestRetryAfterMs)
        throw new ModelError("unavailable", `Gave up after try ${tries}: ${shown(adapter, outcome)}`);
    } else {
      const reply = empty === undefined ? outcome : withUsageOf(outcome, empty);
      if (!isEmpty(reply) || empty !== undefined || timing.retries === 0) return reply;
      empty = reply;
    }
    await pause(timing, tries, outcome, signal);
  }
}

async function attempt(adapter: Adapter, timing: ModelTiming, question: Question, signal: AbortSignal) {
  try {
    return await watchedCall(timing, signal, (watch) => adapter.send(question, watch));
  } catch (error) {
    return failureOf(error);
  }
}

const isEmpty = (reply: Reply) => reply.text.trim() === "" && reply.toolCalls.length === 0;

/** The empty reply was paid for as well. */
function withUsageOf(reply: Reply, earlier: Reply): Reply {
  if (reply.usage === undefined || earlier.usage === undefined) return reply;
  return { ...reply, usage: addUsage(reply.usage, earlier.usage) };
}

const addUsage = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  outputTokens: a.outputTokens + b.outputTokens,
});

async function pause(timing: ModelTiming, tries: number, outcome: Reply | Failure, signal: AbortSignal) {
  const told = outcome instanceof Failure ? (outcome.retryAfterMs ?? 0) : 0;
  const backOff = Math.min(timing.firstPauseMs * 2 ** (tries - 1), timing.longestPauseMs);
  const jitter = 0.5 + Math.random() / 2;
  try {
    await timing.pause(Math.max(told, backOff * jitter), signal);
  } catch (error) {
    throw signal.aborted ? aborted() : error;
  }
}

const shown = ({ key }: Adapter, { message }: Failure) =>
  key === "" ? message : message.replaceAll(key, "[key]");
