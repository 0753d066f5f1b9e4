/** Questions to ask a model in tests. */

import type { Question, ToolSpec, Turn } from "../../src/model/model.ts";

export const never = new AbortController().signal;

const toolNamed = (name: string): ToolSpec => ({
  name,
  description: `Does ${name}.`,
  parameters: { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
});

export const readAndList = [toolNamed("read_file"), toolNamed("list_files")];

export const asking = (text: string, ...more: readonly Turn[]): Question => ({
  system: "You are careful.",
  turns: [{ role: "user", text }, ...more],
  tools: readAndList,
  maxOutputTokens: 500,
});
