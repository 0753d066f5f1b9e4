/** A rough count of tokens before a call, or after one whose server did not say. */

import type { Question, Reply, ToolCall, Turn } from "./model.ts";

/** Three bytes a token is on the safe side for English, code and scripts of three bytes a letter. */
const bytesPerToken = 3;
const tokensPerTurn = 12;

const estimateText = (text: string) => Math.ceil(Buffer.byteLength(text) / bytesPerToken);

const estimateCalls = (calls: readonly ToolCall[]) =>
  calls.reduce((sum, call) => sum + tokensPerTurn + estimateText(call.name + call.arguments), 0);

function estimateTurn(turn: Turn): number {
  const calls = turn.role === "assistant" ? estimateCalls(turn.toolCalls) : 0;
  return tokensPerTurn + estimateText(turn.text) + calls;
}

/** An agent has the same tools in each of its turns. */
const known = new WeakMap<Question["tools"], number>();

function estimateTools(tools: Question["tools"]): number {
  const tokens = known.get(tools) ?? estimateText(JSON.stringify(tools));
  known.set(tools, tokens);
  return tokens;
}

/** Tokens of a question's input, rather too many than too few. */
export function estimateInput({ system, tools, turns }: Omit<Question, "maxOutputTokens">): number {
  const said = turns.reduce((sum, turn) => sum + estimateTurn(turn), 0);
  return estimateText(system) + estimateTools(tools) + said;
}

/** Tokens of a reply, for servers that do not say. */
export const estimateOutput = (reply: Pick<Reply, "text" | "toolCalls">): number =>
  estimateText(reply.text) + estimateCalls(reply.toolCalls);
