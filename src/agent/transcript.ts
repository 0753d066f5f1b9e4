/** What an agent has said and seen, and how it is shortened when room runs out. */

import type { ToolCall, Turn } from "../model/model.ts";

/** Keeps the beginning and the end of a long text, because errors stand in either. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.ceil(limit * 0.4);
  const tail = limit - head;
  const gap = `\n[${text.length - limit} characters left out here; ask for a smaller part to see them]\n`;
  return `${text.slice(0, head)}${gap}${text.slice(text.length - tail)}`.toWellFormed();
}

const noteStart = "[left out to save room: ";

const outputNote = (turn: Extract<Turn, { role: "tool" }>): Turn => ({
  ...turn,
  text: `${noteStart}${turn.text.length} characters that ${turn.name} answered; call it again if you need them]`,
});

const isWholeOutput = (turn: Turn): turn is Extract<Turn, { role: "tool" }> =>
  turn.role === "tool" && !turn.text.startsWith(noteStart);

/** The turns with the oldest tool output replaced by a note; undefined if none is left to replace. */
export function dropOldestOutput(turns: readonly Turn[]): readonly Turn[] | undefined {
  const index = turns.findIndex(isWholeOutput);
  if (index === -1) return undefined;
  return turns.with(index, outputNote(turns[index] as Extract<Turn, { role: "tool" }>));
}

const turnsKept = 12;
const shortEnough = 400;

/**
 * Shortens everything but the newest turns in one go, so that the prefix stays the same for a long time afterwards.
 * `fits` decides whether long arguments of old calls must go after the outputs. What users said is never touched.
 */
export function compact(turns: readonly Turn[], fits: (turns: readonly Turn[]) => boolean): readonly Turn[] {
  const border = turns.length - turnsKept;
  const isOld = (index: number) => index < border;
  const lighter = turns.map((turn, index) =>
    isOld(index) && isWholeOutput(turn) && turn.text.length > shortEnough ? outputNote(turn) : turn,
  );
  if (fits(lighter)) return lighter;
  return lighter.map((turn, index) =>
    isOld(index) && turn.role === "assistant"
      ? { ...turn, toolCalls: turn.toolCalls.map(lightenCall) }
      : turn,
  );
}

/** Arguments stay JSON of the same shape: servers parse them again. */
function lightenCall(call: ToolCall): ToolCall {
  if (call.arguments.length <= shortEnough) return call;
  const lighten = (_key: string, value: unknown) =>
    typeof value === "string" && value.length > shortEnough
      ? `${noteStart}${value.length} characters]`
      : value;
  try {
    return { ...call, arguments: JSON.stringify(JSON.parse(call.arguments), lighten) };
  } catch {
    return { ...call, arguments: "{}" };
  }
}
