/** The lines a played model says, keyed by role, issue title, cycle and attempt; any interleaving of agents plays. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { exampleFolder } from "./example.ts";

/** One answer: calls as `{ tool: arguments }`, after so many seconds of thinking. */
const turn = z.strictObject({
  seconds: z.number().min(0).default(0),
  text: z.string().default(""),
  calls: z.array(z.record(z.string(), z.record(z.string(), z.unknown()))).min(1),
});

/** `when` looks at what the agent was told: its brief and the words of people since. */
const line = z.strictObject({
  role: z.enum(["planner", "worker", "judge"]),
  issue: z.string(),
  cycle: z.number().int().optional(),
  attempt: z.number().int().optional(),
  when: z.strictObject({ contains: z.string().optional(), lacks: z.string().optional() }).default({}),
  turns: z.array(turn).min(1),
});

/** Only lines that a named model said in a real run may call themselves recorded. */
const file = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("scripted"), lines: z.array(line) }),
  z.strictObject({
    kind: z.literal("recorded"),
    model: z.string(),
    date: z.iso.date(),
    promptHash: z.string(),
    lines: z.array(line),
  }),
]);

export type Line = z.infer<typeof line>;
export type LineTurn = z.infer<typeof turn>;

export interface Lines {
  /** `recorded` only when every line is. */
  readonly kind: "scripted" | "recorded";
  readonly lines: readonly Line[];
}

/** Reads all files of a folder; throws with the file's name when one is not valid. */
export function loadLines(folder = join(exampleFolder, "lines")): Lines {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => {
      const parsed = file.safeParse(parse(readFileSync(join(folder, name), "utf8")));
      if (!parsed.success) throw new Error(`${name}: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    });
  const kind = files.every((one) => one.kind === "recorded") ? "recorded" : "scripted";
  return { kind, lines: files.flatMap((one) => one.lines) };
}
