/** A rough count of tokens before a call, or after one whose server did not say. */

import type { Question } from "./model.ts";

/** About four characters make a token of English; bytes keep other scripts on the safe side, and so does the rest. */
const bytesPerToken = 3.5;
const tokensPerTurn = 12;

/** Tokens of the input, rather too many than too few. */
export function estimateTokens({ system, turns, tools }: Omit<Question, "maxOutputTokens">): number {
  const bytes = Buffer.byteLength(JSON.stringify([system, tools, turns]));
  return Math.ceil(bytes / bytesPerToken) + turns.length * tokensPerTurn;
}
