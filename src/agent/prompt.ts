/** Prompts are Markdown files with YAML front matter. A bad prompt stops the process at start, not at midnight. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** What code gives to the prompts of each role; a prompt declares those it uses. */
export const promptInputs = {
  planner: ["environment", "tasks"],
  "sub-planner": ["environment", "tasks"],
  worker: ["environment"],
  judge: ["environment"],
} as const satisfies Record<string, readonly string[]>;

export type PromptRole = keyof typeof promptInputs;

export interface Prompt {
  readonly role: PromptRole;
  readonly maxTurns: number;
  readonly body: string;
}

const frontMatter = z.strictObject({
  role: z.string(),
  inputs: z.array(z.string().regex(/^\w+$/)),
  maxTurns: z.int().positive(),
});

/** A prompt that cannot be used, in a sentence that names its file. */
export class BadPrompt extends Error {}

/** Reads `<role>.md` from the first folder that has it. Throws with the file's name and what is wrong with it. */
export async function loadPrompt(role: PromptRole, folders: readonly string[]): Promise<Prompt> {
  for (const folder of folders) {
    const source = await readFile(join(folder, `${role}.md`), "utf8").catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      },
    );
    if (source !== undefined) return parsePrompt(role, source);
  }
  throw new Error(`There is no prompt ${role}.md in ${folders.join(", ")}.`);
}

/** Strict in both directions, and throws BadPrompt: the text uses only declared inputs, and every declared input is used. */
export function parsePrompt(role: PromptRole, source: string): Prompt {
  const complain = (what: string) => new BadPrompt(`The prompt ${role}.md is not usable: ${what}`);
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source.replaceAll("\r\n", "\n"));
  if (parts === null) throw complain("it does not begin with front matter between two lines of ---.");
  const head = frontMatter.safeParse(parseYaml(parts[1] ?? "", complain));
  if (!head.success) throw complain(z.prettifyError(head.error));
  const body = (parts[2] ?? "").trim();
  const { inputs, maxTurns } = head.data;
  if (head.data.role !== role) throw complain(`its role is "${head.data.role}".`);

  const used = new Set([...body.matchAll(placeholder)].map((match) => match[1] ?? ""));
  const known: readonly string[] = promptInputs[role];
  const undeclared = [...used].filter((name) => !inputs.includes(name));
  const unused = inputs.filter((name) => !used.has(name));
  const strange = inputs.filter((name) => !known.includes(name));
  if (undeclared.length > 0) throw complain(`it uses undeclared inputs: ${undeclared.join(", ")}.`);
  if (unused.length > 0) throw complain(`it declares inputs that it does not use: ${unused.join(", ")}.`);
  if (strange.length > 0)
    throw complain(`no such inputs: ${strange.join(", ")}; there are ${known.join(", ")}.`);
  if (/\{\{|\}\}/.test(body.replaceAll(placeholder, ""))) throw complain("a {{ or }} belongs to no input.");
  if (body === "") throw complain("it has no text.");
  return { role, maxTurns, body };
}

const placeholder = /\{\{\s*(\w+)\s*\}\}/g;

function parseYaml(text: string, complain: (what: string) => Error): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw complain(error instanceof Error ? error.message : String(error));
  }
}

/** Puts each value in once; braces inside a value are text. Throws if an input has no value. */
export function renderPrompt(prompt: Prompt, values: Readonly<Record<string, string>>): string {
  return prompt.body.replaceAll(placeholder, (_match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The prompt ${prompt.role}.md got no value for "${name}".`);
    return value;
  });
}
