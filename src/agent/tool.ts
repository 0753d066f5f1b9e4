/** What an agent can touch: each tool is a name, a strict schema and a function from arguments to text. */

import { z } from "zod";
import type { ToolSpec } from "../model/model.ts";

/**
 * `run` gets arguments that passed `schema` and answers with the text the model will read.
 * It throws ToolRefusal for what the model can mend; anything else it throws is a bug or an outage.
 */
export interface Tool<Arguments = unknown> {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType<Arguments>;
  /** Its answer is what claims rest on: nothing is handed in together with a call whose answer is unread. */
  readonly isEvidence?: true;
  run(args: Arguments, signal: AbortSignal): Promise<string>;
}

/** Says to the model what was wrong with its call and what to do instead. */
export class ToolRefusal extends Error {}

export const toolSpec = (tool: Tool<never>): ToolSpec => ({
  name: tool.name,
  description: tool.description,
  parameters: parametersOf(tool.schema),
});

/** A schema is one object for all runs of its tool. */
const known = new WeakMap<z.ZodType, ToolSpec["parameters"]>();

function parametersOf(schema: z.ZodType): ToolSpec["parameters"] {
  const parameters = known.get(schema) ?? z.toJSONSchema(schema, { io: "input", override: withoutNoise });
  known.set(schema, parameters);
  return parameters;
}

/** Bounds of all integers say nothing, and every model reads them with every call. */
function withoutNoise({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}
