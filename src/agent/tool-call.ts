/** One tool call of a model: found, parsed, checked, run, and answered with text the model can act on. */

import { z } from "zod";
import type { ToolCall, ToolSpec } from "../model/model.ts";
import { type Tool, ToolRefusal, toolSpec } from "./tool.ts";

/** A tool whose accepted call ends the run. `accept` throws ToolRefusal to send the model back to work. */
export interface FinishTool<Result, Arguments = unknown> {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType<Arguments>;
  accept(args: Arguments): Promise<Result>;
}

export type Answer<Result> =
  | { readonly kind: "answered"; readonly text: string }
  | { readonly kind: "refused"; readonly text: string }
  | { readonly kind: "malformed"; readonly text: string }
  | { readonly kind: "finished"; readonly text: string; readonly result: Result };

/** What a run can call. */
export interface Toolbox<Result> {
  readonly tools: readonly Tool[];
  readonly finish: readonly FinishTool<Result>[];
}

/** The tools as the model sees them, in a fixed order, because servers cache by prefix. */
export const specsOf = <Result>(box: Toolbox<Result>): readonly ToolSpec[] =>
  [...box.tools, ...box.finish].map((tool) => toolSpec(tool as unknown as Tool<never>));

/** Answers one call. Throws only what a tool threw and the model cannot mend. */
export async function answerCall<Result>(
  box: Toolbox<Result>,
  call: ToolCall,
  signal: AbortSignal,
): Promise<Answer<Result>> {
  const tool = box.tools.find((candidate) => candidate.name === call.name);
  const finish = box.finish.find((candidate) => candidate.name === call.name);
  const target = tool ?? finish;
  if (target === undefined)
    return malformed(`There is no tool "${call.name}". The tools are: ${names(box)}.`);
  if (call.arguments.length > longestArguments)
    return malformed(
      `The arguments of ${call.name} have ${call.arguments.length} characters and may have ${longestArguments}: write less at once.`,
    );
  const json = parseJson(call.arguments);
  if (json.kind === "broken")
    return malformed(`The arguments of ${call.name} are not valid JSON: ${json.why}`);
  const parsed = target.schema.safeParse(json.value);
  if (!parsed.success) return malformed(violation(target, parsed.error));
  try {
    if (finish) return { kind: "finished", text: "Accepted.", result: await finish.accept(parsed.data) };
    if (tool) return { kind: "answered", text: await tool.run(parsed.data, signal) };
  } catch (error) {
    if (error instanceof ToolRefusal) return { kind: "refused", text: `Refused: ${error.message}` };
    throw error;
  }
  throw new Error(`Tool ${call.name} is neither run nor accepted.`);
}

/** More is no answer within the limits that a model was given. */
const longestArguments = 1_000_000;

const malformed = (text: string) => ({ kind: "malformed" as const, text: `Error: ${text}` });

const names = <Result>(box: Toolbox<Result>) =>
  [...box.tools, ...box.finish].map((tool) => tool.name).join(", ");

type Json =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "broken"; readonly why: string };

/** Some servers send no text at all for a call without arguments. */
function parseJson(text: string): Json {
  try {
    return { kind: "json", value: JSON.parse(text.trim() === "" ? "{}" : text) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      kind: "broken",
      why: `${why}. Send one JSON object; if your answer was cut off, write less at once.`,
    };
  }
}

function violation(tool: Pick<Tool, "name" | "schema">, error: z.ZodError): string {
  const issues = error.issues.map((issue) => `- ${fieldOf(issue.path)}: ${issue.message}`);
  return `The arguments of ${tool.name} do not fit:\n${issues.join("\n")}\nIts fields are: ${namesOf(tool.schema)}.`;
}

const named = new WeakMap<z.ZodType, string>();

/** The fields of a schema, which is asked for once. */
function namesOf(schema: z.ZodType): string {
  const known = named.get(schema);
  if (known !== undefined) return known;
  const names = Object.keys(z.toJSONSchema(schema, { io: "input" }).properties ?? {}).join(", ");
  named.set(schema, names);
  return names;
}

const fieldOf = (path: readonly PropertyKey[]) =>
  path.length === 0 ? "(top level)" : path.map(String).join(".");
