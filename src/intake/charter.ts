/** Reads what a goal asks for: its own text first, then the repository's `.github/swarm.yml`, then what is obvious from its files. */

import { hash } from "node:crypto";
import { parse } from "yaml";
import { z } from "zod";
import { parseGoal } from "../codec/goal-text.ts";
import type { Charter, Limits } from "../domain/entry.ts";
import type { Mirror } from "../effect/mirror.ts";
import { unknownPrice } from "../effect/price-speech.ts";
import { inferCheck, inferSetup } from "./infer.ts";

/** The repository's file: every field is optional, unknown ones are refused. */
const repositoryConfig = z.strictObject({
  checks: z.array(z.string()).describe("commands that must pass in the end").optional(),
  setup: z
    .array(z.string())
    .describe("commands that install what the checks need, run once per lockfile")
    .optional(),
  protected: z
    .strictObject({ add: z.array(z.string()).default([]), allow: z.array(z.string()).default([]) })
    .describe("paths whose changes wait for a person, and paths whose changes do not")
    .optional(),
});

const defaults: Limits = {
  budget: undefined,
  tokens: undefined,
  minutes: undefined,
  cycles: 5,
  workers: 8,
  landing: "direct",
};

export const goalHash = (title: string, text: string): string => hash("sha256", `${title}\n${text}`);

/** What a person has to mend before the goal can begin, in sentences for people. */
export class Unclear extends Error {}

/** A budget in USD cannot be kept with a model whose price nobody knows. Throws Unclear. */
export function requirePrices({ limits }: Charter, unpriced: string | undefined): void {
  if (limits.budget === undefined || unpriced === undefined) return;
  throw new Unclear(unknownPrice(unpriced));
}

/** The charter of a goal at this commit. Throws Unclear. */
export async function readCharter(
  mirror: Mirror,
  commit: string,
  title: string,
  text: string,
): Promise<Charter> {
  const goal = parseGoal(text, title);
  if (goal.problems.length > 0) throw new Unclear(goal.problems.join(" "));
  const config = await readConfig(mirror, commit);
  const found = await findChecks(mirror, commit, goal.checks, config.checks ?? []);
  const setup = [goal.setup, config.setup ?? []].find((commands) => commands.length > 0);
  return {
    title,
    text: goal.text,
    hash: goalHash(title, text),
    doneWhen: goal.doneWhen,
    checks: found.checks,
    checksFrom: found.from,
    setup: setup ?? (await inferSetup(mirror, commit)),
    ...(config.protected ? { protected: config.protected } : {}),
    limits: { ...defaults, ...goal.limits },
  };
}

async function readConfig(mirror: Mirror, commit: string): Promise<z.infer<typeof repositoryConfig>> {
  const text = await mirror.readFile(commit, ".github/swarm.yml");
  if (text === undefined) return {};
  const parsed = repositoryConfig.safeParse(parsedYaml(text) ?? {});
  if (!parsed.success) throw new Unclear(`.github/swarm.yml is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parsedYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    // What follows the first line is the place in the file, drawn for a terminal.
    const [why] = (error instanceof Error ? error.message : String(error)).split(/:?\n/);
    throw new Unclear(`.github/swarm.yml cannot be read: ${why}.`);
  }
}

async function findChecks(
  mirror: Mirror,
  commit: string,
  own: readonly string[],
  configured: readonly string[],
) {
  if (own.length > 0) return { checks: own, from: "the goal" };
  if (configured.length > 0) return { checks: configured, from: ".github/swarm.yml" };
  const obvious = await inferCheck(mirror, commit);
  return obvious ? { checks: [obvious], from: "the repository's files" } : { checks: [], from: "nowhere" };
}
