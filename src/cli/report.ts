/** The report of a run, an interface: what landed, what it cost, and where to look. */

import { z } from "zod";
import { endReasons, goalStates, taskStates, verdicts } from "../domain/words.ts";

const tokens = {
  usd: z.number().nullable().describe("USD; null when a price is unknown"),
  inputTokens: z.number().int(),
  cachedTokens: z.number().int().describe("the part of the input that came from a cache"),
  outputTokens: z.number().int(),
};
const writes = { apiCalls: z.number(), contentWrites: z.number(), pushes: z.number() };

export const reportSchema = z.strictObject({
  goal: z.strictObject({
    number: z.number().int(),
    title: z.string(),
    state: z.enum(goalStates),
    verdict: z.enum(verdicts).nullable(),
    why: z.string(),
  }),
  model: z.strictObject({
    kind: z.enum(["scripted", "recorded", "live"]),
    simulated: z.boolean().describe("true when tokens and money are only computed from lines"),
  }),
  sandbox: z.enum(["bwrap", "docker", "none"]),
  cycles: z.array(
    z.strictObject({
      number: z.number().int(),
      verdict: z.enum(verdicts).nullable(),
      milestone: z.number().int(),
    }),
  ),
  tasks: z.array(
    z.strictObject({
      number: z.number().int(),
      title: z.string(),
      plan: z.number().int(),
      cycle: z.number().int(),
      state: z.enum(taskStates),
      reason: z.enum(endReasons).nullable(),
      attempt: z.number().int(),
      conflicts: z.number().int(),
      commit: z.string().nullable().describe("the merge that landed it"),
    }),
  ),
  directives: z.array(
    z.strictObject({
      id: z.string(),
      author: z.string(),
      honoured: z.enum(["yes", "no", "unproven"]),
      commit: z.string().nullable(),
      path: z.string().nullable(),
    }),
  ),
  integration: z.string().nullable(),
  green: z.string().nullable(),
  pull: z.number().int().nullable(),
  redMinutes: z.number(),
  mostWorkersAtOnce: z.number().int(),
  allowance: z.strictObject({
    ...writes,
    perTask: z.strictObject({
      ...writes,
      mostApiCalls: z.number().describe("of one landed task, counted by its issue number"),
      mostContentWrites: z.number(),
      allApiCalls: z.number().nullable().describe("all calls of the app divided by landed tasks"),
    }),
  }),
  money: z.strictObject({
    ...tokens,
    byRole: z.strictObject({
      planner: z.strictObject(tokens),
      worker: z.strictObject(tokens),
      judge: z.strictObject(tokens),
    }),
  }),
  seconds: z.number(),
  forge: z.strictObject({ url: z.string(), state: z.string() }),
  branch: z.string().nullable().describe("where `run` fetched the result to"),
});

export type Report = z.infer<typeof reportSchema>;
