/** One call of a model under watch: it ends when it lasts too long, falls silent or is aborted. */

import { Failure } from "./failure.ts";
import { ModelError } from "./model.ts";
import type { ModelTiming } from "./timing.ts";

export interface Watch {
  /** Aborts with the caller's signal or at a time limit. */
  readonly signal: AbortSignal;
  /** Whoever reads the stream says so at each piece of it, from the moment it begins. */
  heard(): void;
}

/** Runs `call`, and rejects with a Failure or a ModelError as soon as a limit is hit, even if `call` hangs. */
export async function watchedCall<Result>(
  timing: ModelTiming,
  signal: AbortSignal,
  call: (watch: Watch) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const stopped = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
  });
  const giveUp = (why: Error) => () => controller.abort(why);
  const abort = giveUp(aborted());
  const whole = setTimeout(giveUp(new Failure("unavailable", tooLate(timing))), timing.callMs);
  let silence: NodeJS.Timeout | undefined;
  const heard = () => {
    if (controller.signal.aborted) return;
    silence ??= setTimeout(giveUp(new Failure("retry", tooQuiet(timing))), timing.silenceMs);
    silence.refresh();
  };
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([stopped, call({ signal: controller.signal, heard })]);
  } finally {
    clearTimeout(whole);
    clearTimeout(silence);
    signal.removeEventListener("abort", abort);
    controller.abort();
  }
}

export const aborted = () => new ModelError("aborted", "The call was aborted.");

const tooLate = ({ callMs }: ModelTiming) => `The call was not finished after ${callMs / 1000} seconds.`;

const tooQuiet = ({ silenceMs }: ModelTiming) => `The stream was silent for ${silenceMs / 1000} seconds.`;
