/** What went wrong in one call of a model: whether it is worth another try, and why in one line. */

import { z } from "zod";
import { ModelError, type ModelErrorKind } from "./model.ts";

/** `retry` is worth another call; every other kind is final. */
export type FailureKind = "retry" | Exclude<ModelErrorKind, "aborted">;

/** The outcome of a single call; it never leaves this folder. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly retryAfterMs: number | undefined;
  constructor(kind: FailureKind, message: string, retryAfterMs?: number) {
    super(message);
    this.name = "Failure";
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

export const cutShort = () => new Failure("retry", "The stream ended before the reply was finished.");

/** Both SDKs throw errors of this shape; errors inside a stream carry a code or a type, but no status. */
const wireError = z.object({
  message: z.string().catch(""),
  status: z.number().optional().catch(undefined),
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  headers: z.instanceof(Headers).optional().catch(undefined),
});
type WireError = z.infer<typeof wireError>;

/** Sorts whatever an SDK threw. What nobody recognises is taken for trouble on the way, which may pass. */
export function failureOf(error: unknown): Failure | ModelError {
  if (error instanceof Failure || error instanceof ModelError) return error;
  const wire = wireError.safeParse(error).data ?? { message: String(error) };
  const message = [wire.message || "no message", ...rootCause(error)].join(" ").slice(0, longestMessage);
  const kind = kindOf(wire);
  return kind === "retry" ? new Failure(kind, message, retryAfter(wire.headers)) : new Failure(kind, message);
}

/** Says what an SDK's "Connection error." leaves out. */
function rootCause(error: unknown): readonly string[] {
  if (!(error instanceof Error && error.cause instanceof Error)) return [];
  const deeper = rootCause(error.cause);
  return deeper.length > 0 ? deeper : [`(${error.cause.message})`];
}

/** Servers may quote the whole prompt in their refusal. */
const longestMessage = 300;

const tooLong =
  /context[_ ]length|context window|available context size|exceed_context_size|(prompt|input) is too long|exceed context limit/i;
const noMoney = /insufficient_quota|billing_not_active/;

function kindOf(wire: WireError): FailureKind {
  const status = statusOf(wire);
  const said = `${wire.code} ${wire.type} ${wire.message}`;
  if (status === 413) return "overflow";
  if (status !== 429 && tooLong.test(said)) return "overflow";
  if (status === 401 || status === 403) return "auth";
  if (noMoney.test(said)) return "refused";
  if (status === undefined || status >= 500 || mayPass.has(status)) return "retry";
  return "refused";
}

/** Time-out, conflict, too early, too many: the official SDKs try again after these as well. */
const mayPass = new Set([408, 409, 425, 429]);

const statusByName: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  invalid_prompt: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
};

function statusOf({ status, code, type }: WireError): number | undefined {
  if (status !== undefined) return status;
  if (Number(code) >= 300 && Number(code) < 600) return Number(code);
  return statusByName[String(code)] ?? statusByName[String(type)];
}

function retryAfter(headers: Headers | undefined): number | undefined {
  const ms = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (ms >= 0) return ms;
  const text = headers?.get("retry-after") ?? "";
  const seconds = Number(text || Number.NaN);
  if (seconds >= 0) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
