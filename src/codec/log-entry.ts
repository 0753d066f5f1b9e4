/** Log commits: a subject people can read, and the entries as lines of JSON. */

import { z } from "zod";
import type { Entry, Logged } from "../domain/entry.ts";
import { endReasons, goalStates, verdicts } from "../domain/words.ts";
import { printable } from "./printable.ts";

const spent = z.looseObject({ inputTokens: z.number(), cachedTokens: z.number(), outputTokens: z.number() });
const intent = z.looseObject({
  kind: z.enum(["task", "plan"]),
  name: z.string(),
  title: z.string(),
  body: z.string(),
});
const said = {
  comment: z.number(),
  issue: z.number(),
  user: z.number(),
  login: z.string(),
  hash: z.string(),
};

/** Enough of each kind to refuse what we did not write; the rest is carried as it is. */
const entry = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("steward"), instance: z.string() }),
  z.looseObject({
    kind: z.literal("accepted"),
    user: z.number(),
    base: z.string(),
    charter: z.looseObject({ hash: z.string() }),
  }),
  z.looseObject({
    kind: z.literal("cycle-started"),
    cycle: z.number(),
    base: z.string(),
    milestone: z.number(),
    report: z.number(),
  }),
  z.looseObject({
    kind: z.literal("planned"),
    plan: z.number(),
    cycle: z.number(),
    intents: z.array(intent),
    spent,
  }),
  z.looseObject({ kind: z.literal("refused"), hash: z.string(), why: z.string() }),
  z.looseObject({ kind: z.literal("prepared"), failed: z.string().optional() }),
  z.looseObject({ kind: z.literal("recorded"), name: z.string(), number: z.number() }),
  z.looseObject({ kind: z.literal("granted"), holder: z.string(), grant: z.looseObject({}) }),
  z.looseObject({
    kind: z.literal("landed"),
    task: z.number(),
    merge: z.string(),
    handOff: z.looseObject({ done: z.string() }),
    spent,
  }),
  z.looseObject({
    kind: z.literal("ended"),
    task: z.number(),
    tip: z.string().optional(),
    reason: z.enum(endReasons),
    spent,
  }),
  z.looseObject({ kind: z.literal("directive"), id: z.string(), text: z.string(), ...said }),
  z.looseObject({ kind: z.literal("command"), word: z.string(), argument: z.string(), ...said }),
  z.looseObject({
    kind: z.literal("gesture"),
    word: z.literal("veto"),
    how: z.enum(["closed", "disliked"]),
    when: z.string(),
    issue: z.number(),
    user: z.number(),
    login: z.string(),
  }),
  z.looseObject({
    kind: z.literal("checked"),
    commit: z.string(),
    results: z.array(
      z.looseObject({
        command: z.string(),
        passed: z.boolean(),
        runs: z.number().optional(),
        flaky: z.literal(true).optional(),
      }),
    ),
    why: z.enum(["head", "bisect", "gate"]).optional(),
  }),
  z.looseObject({ kind: z.literal("proposed"), commit: z.string() }),
  z.looseObject({
    kind: z.literal("blamed"),
    commit: z.string(),
    task: z.number().optional(),
    check: z.string(),
  }),
  z.looseObject({ kind: z.literal("rewritten"), head: z.string().optional() }),
  z.looseObject({ kind: z.literal("rewrite-over"), head: z.string(), accepted: z.boolean() }),
  z.looseObject({
    kind: z.literal("veto-conflicts"),
    task: z.number(),
    head: z.string(),
    files: z.array(z.string()),
  }),
  z.looseObject({ kind: z.literal("cycle-draining"), cycle: z.number(), why: z.string() }),
  z.looseObject({
    kind: z.literal("verdict"),
    cycle: z.number(),
    commit: z.string(),
    text: z.string().optional(),
    judgement: z.looseObject({ verdict: z.enum(verdicts) }),
    spent,
  }),
  z.looseObject({ kind: z.literal("cycle-closed"), cycle: z.number() }),
  z.looseObject({ kind: z.literal("goal-closed"), state: z.enum(goalStates), why: z.string() }),
]);

const fence = "entries:";

export const formatLogMessage = (subject: string, entries: readonly Entry[]): string =>
  `${printable(subject.replaceAll("\n", " "))}\n\n${fence}\n${entries.map((e) => JSON.stringify(e)).join("\n")}\n`;

/** Throws when the commit holds a line that is no entry of ours: then the log was tampered with. */
export function parseLogMessage(message: string, at: number): readonly Logged[] {
  const start = message.indexOf(`\n${fence}\n`);
  if (start === -1)
    throw new Error("A commit of the log holds no entries: somebody else wrote to the log branch.");
  const lines = message
    .slice(start + fence.length + 2)
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines.map((line) => ({ ...entry.parse(JSON.parse(line)), at }) as unknown as Logged);
}
