/** The lines that the demo's model says, keyed by role, issue, cycle and attempt, and which of them answers a conversation. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const linesFolder = fileURLToPath(new URL("../../../demo/lines", import.meta.url));

/** Tested against everything that was said so far, tool calls included; all of it must hold. */
const condition = z.strictObject({ contains: texts.default([]), lacks: texts.default([]) });

/** A tool and its arguments, written as `read_file: { path: src/units.js }`. */
const call = z
  .record(z.string(), z.record(z.string(), z.unknown()))
  .refine((record) => Object.keys(record).length === 1, "one tool a call")
  .transform((record) => {
    const [name = "", args = {}] = Object.entries(record)[0] ?? [];
    return { name, arguments: args };
  });

const turn = z.strictObject({
  when: condition.optional(),
  /** How long the model seems to think. */
  seconds: z.number().min(0).max(60).default(0.4),
  say: z.string().default(""),
  calls: z.array(call).min(1),
});

const script = z.strictObject({
  role: z.enum(["planner", "worker", "judge"]),
  /** The title of the issue. */
  issue: z.string(),
  /** Every cycle, if left out. */
  cycle: z.int().min(1).optional(),
  /** A planner's wake, a worker's attempt. */
  attempt: z.int().min(1).default(1),
  /** One per reply of the model; of `either`, the first whose condition holds. */
  turns: z
    .array(
      z.union([
        turn.transform((one) => [one]),
        z.strictObject({ either: z.array(turn).min(1) }).transform((e) => e.either),
      ]),
    )
    .min(1),
});

/** Written by hand, or really said by a named model to prompts with this hash. */
const file = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("scripted"), scripts: z.array(script) }),
  z.strictObject({
    kind: z.literal("recorded"),
    model: z.string().min(1),
    date: z.iso.date(),
    promptHash: z.string().min(1),
    scripts: z.array(script),
  }),
]);

export type Condition = z.infer<typeof condition>;
export type LineTurn = z.infer<typeof turn>;
export type Script = z.infer<typeof script>;

export interface Lines {
  /** Recorded only if every file is. */
  readonly kind: "scripted" | "recorded";
  readonly scripts: readonly Script[];
}

/** Reads all `*.yaml` of a folder. Throws with the file's name when one is not in the form above. */
export async function loadLines(folder: string = linesFolder): Promise<Lines> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).toSorted();
  const files = await Promise.all(
    names.map(async (name) => parseLines(name, await readFile(join(folder, name), "utf8"))),
  );
  return {
    kind: files.length > 0 && files.every((one) => one.kind === "recorded") ? "recorded" : "scripted",
    scripts: files.flatMap((one) => one.scripts),
  };
}

/** One file; `name` is for the error. */
export function parseLines(name: string, source: string): z.infer<typeof file> {
  const parsed = file.safeParse(parse(source));
  if (!parsed.success)
    throw new Error(`The lines in ${name} are not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const part = z.looseObject({ text: z.string().default("") });

export const chatMessage = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(part)]).nullish(),
  tool_calls: z
    .array(z.looseObject({ function: z.looseObject({ name: z.string(), arguments: z.string() }) }))
    .nullish(),
});

export type ChatMessage = z.infer<typeof chatMessage>;

export interface LineKey {
  readonly role: "planner" | "worker" | "judge";
  readonly issue: number;
  readonly title: string;
  readonly cycle: number;
  readonly attempt: number;
  /** How many replies the model gave since it was told these. */
  readonly turn: number;
}

export interface Conversation {
  readonly key: LineKey;
  /** The message that holds the header. */
  readonly brief: string;
  /** All that users, tools and the model said, arguments of calls included as they read without JSON's escapes. */
  readonly said: string;
  /** Directives the model was told of, such as D1. */
  readonly told: readonly string[];
}

const header = /^Role: (planner|worker|judge)\nIssue: #(\d+) (.*)\nCycle: (\d+)\nAttempt: (\d+)\n/;

/** Keyed by the last user message that opens with a brief's header; undefined if none does. */
export function readConversation(messages: readonly ChatMessage[]): Conversation | undefined {
  const index = messages.findLastIndex((message) => message.role === "user" && header.test(textOf(message)));
  const opening = messages[index];
  if (!opening) return undefined;
  const brief = textOf(opening);
  const [, role, issue, title = "", cycle, attempt] = header.exec(brief) ?? [];
  const heard = messages
    .filter((message) => message.role === "user")
    .map(textOf)
    .join("\n");
  return {
    key: {
      role: role as LineKey["role"],
      issue: Number(issue),
      title,
      cycle: Number(cycle),
      attempt: Number(attempt),
      turn: messages.slice(index + 1).filter((message) => message.role === "assistant").length,
    },
    brief,
    said: messages
      .filter((message) => message.role !== "system")
      .flatMap(wordsOf)
      .join("\n"),
    told: [...new Set([...heard.matchAll(/^(D\d+) \(from @/gm)].map((match) => match[1] ?? ""))],
  };
}

const textOf = ({ content }: ChatMessage): string =>
  typeof content === "string" ? content : (content ?? []).map(({ text }) => text).join("");

const wordsOf = (message: ChatMessage): string[] => [
  textOf(message),
  ...(message.tool_calls ?? []).flatMap((call) => wordsIn(readJson(call.function.arguments))),
];

function wordsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Depends on the conversation alone, so any interleaving of agents plays. */
export function answerTo(lines: Lines, conversation: Conversation): LineTurn {
  const { key, said, told } = conversation;
  const turns = scriptFor(lines, key)?.turns ?? [];
  // A worker whose submission was refused says it again: what it must say of directives may have changed.
  const choices = turns[key.turn] ?? (key.role === "worker" ? turns.at(-1) : undefined) ?? [];
  const turn = choices.find(({ when }) => holds(when, said)) ?? unscripted(conversation);
  return {
    ...turn,
    calls: turn.calls.map((call) => (call.name === "submit" ? reporting(call, told) : call)),
  };
}

/** A later attempt without lines of its own repeats the last one; a planner's wake never does: it would plan twice. */
function scriptFor({ scripts }: Lines, key: LineKey): Script | undefined {
  return scripts
    .filter((script) => script.role === key.role && script.issue === key.title)
    .filter(({ cycle }) => cycle === undefined || cycle === key.cycle)
    .filter(({ attempt }) => (key.role === "worker" ? attempt <= key.attempt : attempt === key.attempt))
    .toSorted((a, b) => b.attempt - a.attempt || (b.cycle ?? 0) - (a.cycle ?? 0))[0];
}

const holds = (when: Condition | undefined, said: string): boolean =>
  when === undefined ||
  (when.contains.every((text) => said.includes(text)) && !when.lacks.some((text) => said.includes(text)));

type Call = LineTurn["calls"][number];

/** A hand-off must speak of each directive its worker heard, and of no other. */
function reporting(call: Call, told: readonly string[]): Call {
  const own = (call.arguments.directives ?? []) as readonly { readonly id?: unknown }[];
  const directives = told.map(
    (id) =>
      own.find((report) => report.id === id) ?? { id, honoured: "no", note: "It does not touch my task." },
  );
  return { ...call, arguments: { ...call.arguments, directives } };
}

function unscripted(conversation: Conversation): LineTurn {
  if (conversation.key.role === "planner")
    return line("finish", { done: true, hand_off: "Nothing more to plan." });
  if (conversation.key.role === "worker")
    return line("submit", { done: "What the task asks for is in the workspace." });
  return line("give_verdict", verdictOn(conversation));
}

const line = (name: string, args: Record<string, unknown>): LineTurn => ({
  seconds: 0.3,
  say: "",
  calls: [{ name, arguments: args }],
});

/** By the results of the checks alone; a verdict that was refused once is not tried again. */
function verdictOn({ brief, said }: Conversation): Record<string, unknown> {
  const failed = [...brief.matchAll(/^(?:FAILED.*?|not run): (.*)$/gm)].map((match) => match[1]);
  const points = /^## Done when\n\n(`{3,})text\n([\s\S]*?)\n\1$/m.exec(brief)?.[2]?.split("\n") ?? [
    "The checks pass.",
  ];
  const isDone = failed.length === 0 && !said.includes('the verdict cannot be "done"');
  const evidence = isDone
    ? "Every check passed on this commit."
    : `Not passed: ${failed.join("; ") || "see above"}.`;
  return {
    verdict: isDone ? "done" : "continue",
    summary: isDone ? "Every check passes on this commit." : `The goal is not met. ${evidence}`,
    evidence: points.map((point) => ({ point, met: isDone, evidence })),
  };
}
