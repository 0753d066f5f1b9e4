/** Provider `anthropic`: the Messages API, streamed. */

import Anthropic from "@anthropic-ai/sdk";
import { messagesBody } from "./anthropic-messages.ts";
import { cutShort } from "./failure.ts";
import type { Question, Reply, ToolCall, Usage } from "./model.ts";
import { ownFetch } from "./own-fetch.ts";
import type { Adapter } from "./retry.ts";
import type { Endpoint } from "./server.ts";
import type { Watch } from "./watched-call.ts";

export const anthropicMessages = (endpoint: Endpoint): Adapter => ({
  name: `anthropic/${endpoint.model}`,
  key: endpoint.key,
  send: (question, watch) => send(endpoint, question, watch),
});

/** A client for one call, without anything it would take from the environment; retries and limits are ours. */
const clientFor = ({ key, baseUrl }: Endpoint, watch: Watch) =>
  new Anthropic({
    apiKey: key,
    authToken: null,
    webhookKey: null,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: longestTimer,
    logLevel: "off",
    openTelemetry: { propagation: false, traces: false },
    fetch: ownFetch({ "x-api-key": key, "anthropic-version": "2023-06-01" }, watch),
  });

/** Node fires longer timers at once. */
const longestTimer = 2 ** 31 - 1;

async function send(endpoint: Endpoint, question: Question, watch: Watch): Promise<Reply> {
  const body = messagesBody(endpoint.model, question);
  const stream = await clientFor(endpoint, watch).messages.create(body, { signal: watch.signal });
  const blocks = new Map<number, Draft>();
  let usage: Usage | undefined;
  for await (const event of stream) {
    if (event.type === "message_start") usage = usageOf(event.message.usage, undefined);
    if (event.type === "content_block_start") blocks.set(event.index, draftOf(event.content_block));
    if (event.type === "content_block_delta") grow(blocks.get(event.index), event.delta);
    if (event.type === "message_delta") usage = usageOf(event.usage, usage);
    if (event.type === "message_stop") return replyOf([...blocks.values()], usage);
  }
  throw cutShort();
}

/** `text` is what was written, or the arguments of `call`. */
interface Draft {
  text: string;
  readonly call?: Omit<ToolCall, "arguments">;
}

function draftOf(block: Anthropic.ContentBlock): Draft {
  if (block.type === "text") return { text: block.text };
  return block.type === "tool_use" ? { text: "", call: { id: block.id, name: block.name } } : { text: "" };
}

function grow(draft: Draft | undefined, delta: Anthropic.RawContentBlockDelta): void {
  if (draft === undefined) return;
  if (delta.type === "text_delta") draft.text += delta.text;
  if (delta.type === "input_json_delta") draft.text += delta.partial_json;
}

const replyOf = (drafts: readonly Draft[], usage: Usage | undefined): Reply => ({
  text: drafts.map((draft) => (draft.call ? "" : draft.text)).join(""),
  toolCalls: drafts.flatMap(({ call, text }) => (call ? [{ ...call, arguments: text || "{}" }] : [])),
  ...(usage && { usage }),
});

/** Counts are cumulative, and the later event may leave those of the input out. */
function usageOf(
  said: Anthropic.Usage | Anthropic.MessageDeltaUsage | undefined,
  before: Usage | undefined,
): Usage | undefined {
  const outputTokens = said?.output_tokens ?? before?.outputTokens ?? 0;
  const cachedTokens = said?.cache_read_input_tokens ?? 0;
  const inputTokens = (said?.input_tokens ?? 0) + cachedTokens + (said?.cache_creation_input_tokens ?? 0);
  if (inputTokens > (before?.inputTokens ?? 0)) return { inputTokens, cachedTokens, outputTokens };
  return before && { ...before, outputTokens };
}
