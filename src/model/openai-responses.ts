/** Provider `openai`: OpenAI itself, through its Responses API and without anything stored there. */

import type OpenAI from "openai";
import { cutShort, failureOf } from "./failure.ts";
import type { Question, Reply, Turn } from "./model.ts";
import { openaiClient } from "./openai-client.ts";
import type { Adapter } from "./retry.ts";
import type { Endpoint } from "./server.ts";
import type { Watch } from "./watched-call.ts";

type Body = OpenAI.Responses.ResponseCreateParamsStreaming;
type Item = OpenAI.Responses.ResponseOutputItem;

export const openaiResponses = (endpoint: Endpoint): Adapter => ({
  name: `openai/${endpoint.model}`,
  key: endpoint.key,
  send: (question, watch) => send(endpoint, question, watch),
});

async function send(endpoint: Endpoint, question: Question, watch: Watch): Promise<Reply> {
  const client = openaiClient(endpoint, watch);
  const stream = await client.responses.create(bodyOf(endpoint, question), { signal: watch.signal });
  const items: Item[] = [];
  for await (const event of stream) {
    if (event.type === "response.output_item.done") items.push(event.item);
    if (event.type === "response.failed") throw failureOf(event.response.error);
    if (event.type === "response.completed" || event.type === "response.incomplete")
      return replyOf(event.response, items);
  }
  throw cutShort();
}

/** `strict` is off because its subset of JSON Schema forbids optional fields. */
const bodyOf = ({ model }: Endpoint, { system, turns, tools, maxOutputTokens }: Question): Body => ({
  model,
  instructions: system,
  input: turns.flatMap(inputsOf),
  tools: tools.map((tool) => ({
    type: "function",
    ...tool,
    parameters: { ...tool.parameters },
    strict: false,
  })),
  max_output_tokens: Math.max(maxOutputTokens, smallestLimit),
  store: false,
  stream: true,
});

/** The API refuses less. */
const smallestLimit = 16;

type Input = OpenAI.Responses.ResponseInputItem;

function inputsOf(turn: Turn): Input[] {
  switch (turn.role) {
    case "user":
      return [{ role: "user", content: turn.text }];
    case "tool":
      return [{ type: "function_call_output", call_id: turn.callId, output: turn.text }];
    case "assistant":
      return [
        ...(turn.text === "" ? [] : [{ role: "assistant" as const, content: turn.text }]),
        ...turn.toolCalls.map(
          (call): Input => ({
            type: "function_call",
            call_id: call.id,
            name: call.name,
            arguments: call.arguments,
          }),
        ),
      ];
  }
}

function replyOf({ output, usage }: OpenAI.Responses.Response, streamed: readonly Item[]): Reply {
  const items = output?.length > 0 ? output : streamed;
  return {
    text: items.map(textOf).join(""),
    toolCalls: items.flatMap((item) =>
      item.type === "function_call" ? [{ id: item.call_id, name: item.name, arguments: item.arguments }] : [],
    ),
    ...(usage && {
      usage: {
        inputTokens: usage.input_tokens,
        cachedTokens: usage.input_tokens_details?.cached_tokens ?? 0,
        outputTokens: usage.output_tokens,
      },
    }),
  };
}

const textOf = (item: Item) =>
  item.type === "message"
    ? item.content.map((part) => (part.type === "refusal" ? part.refusal : part.text)).join("")
    : "";
