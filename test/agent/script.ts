/** A model that plays a fixed sequence and remembers what it was asked, and a run with small healthy limits. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { AgentLimits, AgentRun } from "../../src/agent/loop.ts";
import type { Prompt } from "../../src/agent/prompt.ts";
import type { RoleRun } from "../../src/agent/role.ts";
import { createPurse } from "../../src/agent/spending.ts";
import type { Tool } from "../../src/agent/tool.ts";
import { ToolRefusal } from "../../src/agent/tool.ts";
import type { FinishTool } from "../../src/agent/tool-call.ts";
import { systemClock } from "../../src/effect/clock.ts";
import { type Model, ModelError, type Question, type Reply } from "../../src/model/model.ts";

export type Line = Reply | ModelError | ((question: Question, signal: AbortSignal) => Promise<Reply>);

/** Plays `lines`; the last one is repeated for ever if `forever`. */
export function script(lines: readonly Line[], { forever = false } = {}) {
  const questions: Question[] = [];
  const model: Model = {
    name: "test/script",
    async ask(question, signal) {
      const line = lines[forever ? Math.min(questions.length, lines.length - 1) : questions.length];
      questions.push(question);
      if (line === undefined) throw new ModelError("refused", "The script is over.");
      if (line instanceof ModelError) throw line;
      return typeof line === "function" ? line(question, signal) : line;
    },
  };
  return { model, questions };
}

let calls = 0;
export const call = (name: string, args: unknown) => {
  calls += 1;
  return { id: `call-${calls}`, name, arguments: typeof args === "string" ? args : JSON.stringify(args) };
};

export const says = (...toolCalls: Reply["toolCalls"]): Reply => ({
  text: "",
  toolCalls,
  usage: { inputTokens: 100, cachedTokens: 40, outputTokens: 10 },
});

/** A model that waits until it is aborted. */
export const hangs: Line = (_question, signal) =>
  new Promise((_resolve, reject) => {
    const abort = () => reject(new ModelError("aborted", "Aborted."));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
  });

export const limits: AgentLimits = {
  turns: 20,
  seconds: 60,
  maxOutputTokens: 2000,
  toolOutputChars: 1000,
  contextTokens: 50_000,
};

export const noCap = { usd: undefined, tokens: undefined };

const readFields = z.strictObject({ path: z.string() });
export const readTool = (folder: string): Tool<z.infer<typeof readFields>> => ({
  name: "read_file",
  description: "Reads a file.",
  schema: readFields,
  run: async ({ path }) => {
    if (path.includes("..")) throw new ToolRefusal(`${path} is outside the workspace.`);
    return readFile(join(folder, path), "utf8");
  },
});

const writeFields = z.strictObject({ path: z.string(), text: z.string() });
export const writeTool = (folder: string): Tool<z.infer<typeof writeFields>> => ({
  name: "write_file",
  description: "Writes a file.",
  schema: writeFields,
  run: async ({ path, text }) => {
    await writeFile(join(folder, path), text);
    return `Wrote ${path}.`;
  },
});

const endFields = z.strictObject({ word: z.string() });
export const endTool: FinishTool<string, z.infer<typeof endFields>> = {
  name: "end",
  description: "Ends the run.",
  schema: endFields,
  accept: async ({ word }) => {
    if (word === "early") throw new ToolRefusal("There is work left.");
    return word;
  },
};

export const aRun = (model: Model, over: Partial<AgentRun<string>> = {}): AgentRun<string> => ({
  model,
  system: "You write files.",
  opening: [{ role: "user", text: "Write a.txt." }],
  tools: [],
  finish: [endTool],
  limits,
  purse: createPurse(noCap, undefined),
  signal: new AbortController().signal,
  clock: systemClock,
  ...over,
});

export const aRole = (model: Model, prompt: Prompt): RoleRun => ({
  brief: "Role: planner",
  model,
  prompt,
  inputs: { environment: "No network.", tasks: "4 to 20" },
  tools: [],
  limits,
  purse: createPurse(noCap, undefined),
  signal: new AbortController().signal,
  clock: systemClock,
});
