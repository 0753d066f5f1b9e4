/** A question as Anthropic's Messages API takes it, with cache marks that keep the prefix stable. */

import type Anthropic from "@anthropic-ai/sdk";
import type { Question, ToolSpec, Turn } from "./model.ts";
import { argumentsObject } from "./tool-arguments.ts";

type Message = Anthropic.MessageParam;
type Block = Anthropic.TextBlockParam | Anthropic.ToolUseBlockParam | Anthropic.ToolResultBlockParam;

/** The API allows four marks: the last tool, the system prompt, and the ends of the last two user messages. */
const mark = { cache_control: { type: "ephemeral" as const } };

/** The body of a streaming request. */
export const messagesBody = (
  model: string,
  { system, turns, tools, maxOutputTokens }: Question,
): Anthropic.MessageCreateParamsStreaming => ({
  model,
  max_tokens: maxOutputTokens,
  ...(system.trim() !== "" && { system: [{ type: "text", text: system, ...mark }] }),
  ...(tools.length > 0 && { tools: tools.map((tool, index) => toolOf(tool, index === tools.length - 1)) }),
  messages: marked(merged(turns)),
  stream: true,
});

const toolOf = (tool: ToolSpec, isLast: boolean): Anthropic.Tool => ({
  name: tool.name,
  description: tool.description,
  input_schema: { ...tool.parameters, type: "object" },
  ...(isLast && mark),
});

interface Draft {
  readonly role: "user" | "assistant";
  readonly content: Block[];
}

/** One message for each run of turns from the same side: answers to parallel calls must stand in one message. */
function merged(turns: readonly Turn[]): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const turn of turns) {
    const role = turn.role === "assistant" ? "assistant" : "user";
    const content = blocksOf(turn);
    const last = drafts.at(-1);
    if (content.length === 0) continue;
    if (last?.role === role) last.content.push(...content);
    else drafts.push({ role, content });
  }
  return drafts;
}

function blocksOf(turn: Turn): Block[] {
  if (turn.role === "tool") return [{ type: "tool_result", tool_use_id: turn.callId, content: turn.text }];
  // The API refuses blank text.
  const text: Block[] = turn.text.trim() === "" ? [] : [{ type: "text", text: turn.text }];
  if (turn.role === "user") return text;
  const calls = turn.toolCalls.map(
    (call): Block => ({
      type: "tool_use",
      id: call.id,
      name: call.name,
      input: argumentsObject(call.arguments),
    }),
  );
  return [...text, ...calls];
}

/** The older mark is where the call before this one wrote its cache. */
function marked(drafts: readonly Draft[]): Message[] {
  const lastUsers = drafts.filter(({ role }) => role === "user").slice(-2);
  return drafts.map((draft) =>
    lastUsers.includes(draft)
      ? { ...draft, content: draft.content.with(-1, { ...draft.content.at(-1)!, ...mark }) }
      : draft,
  );
}
