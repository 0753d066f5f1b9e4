/** T43: whatever a model sends as a call, it is refused or fits its schema; nothing throws, and nothing is polluted. */

import { z } from "zod";
import { noSandbox } from "../../../src/agent/sandbox/none.ts";
import { answerCall } from "../../../src/agent/tool-call.ts";
import { writingTools } from "../../../src/agent/tools/kit.ts";
import type { Workspace } from "../../../src/agent/tools/workspace.ts";
import type { Random } from "../../simulate/random.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

const atoms = [
  ...["1e999", "-1e9", "1000000000", "0.1", "null", "true", '"a"', '"../../etc/passwd"', '"\\u0000"'],
  ...['"\\ud800"', "[]", "{}", "{", '"__proto__"', "[[[[", "]", '{"path":', '"', "NaN", "", "\u0000"],
  ...[`"${"x".repeat(2000)}"`, "[".repeat(500), '{"a":'.repeat(500), '"src/a.ts"', '"a.ts"', "20", "1"],
];

const keys = [
  ...["__proto__", "constructor", "prototype", "toString", "a", "path", "content", "command", "pattern"],
  ...["glob", "old_text", "new_text", "offset", "limit", "seconds", "all"],
];

const signal = new AbortController().signal;
const real = writingTools({ sandbox: noSandbox() } as Workspace);
const toolNames = [...real.map((tool) => tool.name), "__proto__", "constructor", "", "merge_pull_request"];

interface Call {
  readonly name: string;
  readonly arguments: string;
}

function value(random: Random, depth: number): string {
  const kind = depth > 3 ? 0 : random.between(0, 3);
  if (kind <= 1) return random.pick(atoms);
  const inner = Array.from({ length: random.between(0, 3) }, () => value(random, depth + 1));
  if (kind === 2) return `[${inner.join(",")}]`;
  return `{${inner.map((one) => `"${random.pick(keys)}":${one}`).join(",")}}`;
}

/** Half of them nearly fit, so that what is looked at is not only what is no JSON. */
function draw(random: Random): Call {
  const name = random.pick(toolNames);
  const tool = real.find((one) => one.name === name);
  if (!tool || random.chance(0.5)) return { name, arguments: value(random, 0) };
  const fields = Object.keys(z.toJSONSchema(tool.schema, { io: "input" }).properties ?? {});
  const pairs = fields.map((field) => `"${field}":${random.pick(['"a"', '"src/a.ts"', "1", "null", "[]"])}`);
  const more = random.chance(0.3) ? [`"${random.pick(keys)}":${value(random, 2)}`] : [];
  return { name, arguments: `{${[...pairs, ...more].join(",")}}` };
}

/** The tools as they are, but for what they do; without the defence they take anything. */
async function check(call: Call, guarded: boolean): Promise<string | undefined> {
  const ran: { readonly schema: z.ZodType; readonly args: unknown }[] = [];
  const tools = real.map((tool) => ({
    ...tool,
    schema: guarded ? tool.schema : z.unknown(),
    run: async (args: unknown) => `${ran.push({ schema: tool.schema, args })}`,
  }));
  const answer = await answerCall({ tools, finish: [] }, { id: "same", ...call }, signal);
  if (!["answered", "malformed", "refused"].includes(answer.kind)) return `a call was ${answer.kind}`;
  const isUnfit = ran.some(({ schema, args }) => !schema.safeParse(args).success);
  if (isUnfit) return "a tool ran with arguments that do not fit";
  const isPolluted = Object.keys(Object.prototype).length > 0 || "path" in Object.prototype;
  return isPolluted ? "a call changed what all objects have" : undefined;
}

export const toolCalls: Part = {
  name: "tool calls",
  run: (count, random) => tried({ fixtures: [], draw, check }, count, random),
};
