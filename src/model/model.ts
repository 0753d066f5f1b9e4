/** The port to a language model: what an agent may ask, and what comes back. */

/** A tool as the model sees it. `parameters` is a JSON Schema (draft 2020-12) of an object. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** `arguments` is the raw text that the model wrote: often JSON, never trusted to be. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

export type Turn =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly toolCalls: readonly ToolCall[] }
  | { readonly role: "tool"; readonly callId: string; readonly name: string; readonly text: string };

/** Tokens of one call. `inputTokens` counts all input, `cachedTokens` the part of it read from a cache. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

export interface Question {
  readonly system: string;
  readonly turns: readonly Turn[];
  readonly tools: readonly ToolSpec[];
  readonly maxOutputTokens: number;
}

/** `usage` is absent when the server did not say; the caller then estimates. */
export interface Reply {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly usage?: Usage;
}

/**
 * A language model.
 *
 * - Rejects only with ModelError.
 * - Retries by itself what is worth retrying, honours `retry-after`, and gives up with a ModelError.
 * - Gives up on a call that lasts too long or on a stream that falls silent.
 * - Honours `signal` by rejecting with kind "aborted" within a second. Never logs prompts or keys.
 */
export interface Model {
  /** `provider/model`, as in the configuration. */
  readonly name: string;
  ask(question: Question, signal: AbortSignal): Promise<Reply>;
}

export type ModelErrorKind = "overflow" | "auth" | "refused" | "unavailable" | "aborted";

/** `overflow`: the context is too long. `refused`: the server will never take this request. `unavailable`: retries ran out. */
export class ModelError extends Error {
  readonly kind: ModelErrorKind;
  constructor(kind: ModelErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ModelError";
    this.kind = kind;
  }
}
