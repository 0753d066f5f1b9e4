/** Provider `compatible`: any server that speaks OpenAI's Chat Completions. */

import type OpenAI from "openai";
import { cutShort } from "./failure.ts";
import type { Question, Reply, ToolCall, Turn, Usage } from "./model.ts";
import { openaiClient } from "./openai-client.ts";
import type { Adapter } from "./retry.ts";
import type { Endpoint } from "./server.ts";
import { argumentsJson } from "./tool-arguments.ts";
import { createToolCallCollector } from "./tool-call-deltas.ts";
import type { Watch } from "./watched-call.ts";

type Chat = OpenAI.Chat.ChatCompletionCreateParamsStreaming;

export const openaiChat = (endpoint: Endpoint): Adapter => ({
  name: `compatible/${endpoint.model}`,
  key: endpoint.key,
  send: (question, watch) => send(endpoint, question, watch),
});

async function send(endpoint: Endpoint, question: Question, watch: Watch): Promise<Reply> {
  const client = openaiClient(endpoint, watch);
  const stream = await client.chat.completions.create(bodyOf(endpoint, question), { signal: watch.signal });
  const toolCalls = createToolCallCollector();
  let text = "";
  let isFinished = false;
  let usage: Usage | undefined;
  for await (const chunk of stream) {
    usage = usageOf(chunk.usage) ?? usage;
    const choice = chunk.choices?.[0];
    text += choice?.delta?.content ?? choice?.delta?.refusal ?? "";
    for (const delta of choice?.delta?.tool_calls ?? []) toolCalls.add(delta);
    isFinished ||= Boolean(choice?.finish_reason);
  }
  if (!isFinished) throw cutShort();
  return { text, toolCalls: toolCalls.finish(), ...(usage && { usage }) };
}

/** `max_tokens` and not its successor, because every compatible server knows it. */
const bodyOf = ({ model }: Endpoint, { system, turns, tools, maxOutputTokens }: Question): Chat => ({
  model,
  messages: [{ role: "system", content: system }, ...turns.map(messageOf)],
  ...(tools.length > 0 && {
    tools: tools.map((tool) => ({
      type: "function",
      function: { ...tool, parameters: { ...tool.parameters } },
    })),
  }),
  max_tokens: maxOutputTokens,
  stream: true,
  stream_options: { include_usage: true },
});

function messageOf(turn: Turn): Chat["messages"][number] {
  switch (turn.role) {
    case "user":
      return { role: "user", content: turn.text };
    case "tool":
      return { role: "tool", tool_call_id: turn.callId, content: turn.text };
    case "assistant":
      return turn.toolCalls.length === 0
        ? { role: "assistant", content: turn.text }
        : { role: "assistant", content: turn.text || null, tool_calls: turn.toolCalls.map(callOf) };
  }
}

const callOf = (call: ToolCall) => ({
  id: call.id,
  type: "function" as const,
  function: { name: call.name, arguments: argumentsJson(call.arguments) },
});

/** A usage without counts is no usage: the caller then estimates. */
function usageOf(usage: OpenAI.CompletionUsage | null | undefined): Usage | undefined {
  if (!usage?.prompt_tokens) return undefined;
  return {
    inputTokens: usage.prompt_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage.completion_tokens ?? 0,
  };
}
