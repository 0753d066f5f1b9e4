/** What `run` was asked for, checked before anything is made: every refusal that needs no forge is here. */

import { basename, dirname, resolve } from "node:path";
import type { GoalText } from "../codec/goal-text.ts";
import { type Environment, readEnvironment, stateHome, sweepSeconds } from "../config.ts";
import { type Price, parsePrice } from "../model/prices.ts";
import { crewFrom, type Models, modelsFrom } from "./crew.ts";
import { callerFolder, portFrom } from "./forge-command.ts";
import { defaultFolder, type GoalPlace, placeFor } from "./goal-state.ts";
import { pricesFrom } from "./price-file.ts";
import { requireServers } from "./reachable.ts";
import { Refusal } from "./refusal.ts";
import { refuseTakenPrefix } from "./result-branch.ts";
import { readGoalFile } from "./run-goal-file.ts";
import { type ChosenSandbox, chooseSandbox } from "./sandbox-choice.ts";
import { openSource, type Source } from "./source.ts";

export interface RunFlags {
  readonly repo: string;
  readonly workers?: string;
  readonly model: readonly string[];
  readonly budget?: string;
  readonly price?: string;
  readonly maxTokensTotal?: string;
  readonly state?: string;
  readonly port: string;
  readonly unsafeNoSandbox?: boolean;
  readonly json?: boolean;
}

export interface RunSettings {
  readonly env: Environment;
  readonly goal: GoalText;
  readonly source: Source;
  /** The name the repository has in the forge. */
  readonly repository: string;
  readonly sandbox: ChosenSandbox;
  readonly models: Models;
  readonly crew: Awaited<ReturnType<typeof crewFrom>>;
  /** A model whose price nobody knows, if there is one. */
  readonly unpriced: string | undefined;
  readonly port: number;
  readonly sweepSeconds: number;
  readonly place: GoalPlace;
}

/** Throws Refusal. */
export async function readRunSettings(file: string, flags: RunFlags): Promise<RunSettings> {
  const env = readEnvironment();
  const sweep = sweepSeconds(env);
  const goalFile = resolve(callerFolder(), file);
  const goal = readGoalFile(goalFile, flags);
  const source = await openSource(resolve(callerFolder(), flags.repo), goalFile);
  await refuseTakenPrefix(source.from);
  const sandbox = await chooseSandbox({
    allowNone: false,
    env,
    instead:
      "Install the package bubblewrap, or say --unsafe-no-sandbox to let agents' commands do whatever you can.",
    unwanted: flags.unsafeNoSandbox === true,
  });
  const models = modelsFrom(env, flags.model);
  const price = readPrice(flags.price);
  const prices = pricesFrom(env, price);
  const unpriced = Object.values(models).find((model) => prices(model) === undefined);
  if (unpriced && goal.limits.budget !== undefined)
    throw new Refusal(
      `The price of ${unpriced} is unknown, so a budget in USD cannot be kept: give --price IN,OUT or STIGMERGY_PRICES, or use --max-tokens-total.`,
    );
  const crew = await crewFrom(models, env, sandbox.sandbox, price);
  const port = portFrom(flags.port);
  await requireServers(models, env);
  const folder =
    flags.state === undefined
      ? defaultFolder(stateHome(env), source.from, goal.title)
      : resolve(callerFolder(), flags.state);
  const place = placeFor(folder, goal.title);
  return {
    ...{ env, goal, source, sandbox, models, crew, unpriced, port, place },
    repository: nameOf(source),
    sweepSeconds: sweep,
  };
}

function readPrice(text: string | undefined): Price | undefined {
  if (text === undefined) return undefined;
  const price = parsePrice(text);
  if (price) return price;
  throw new Refusal(`--price ${text} is not understood: use IN,OUT in USD per million tokens, such as 3,15.`);
}

function nameOf({ from }: Source): string {
  const name = basename(from) === ".git" ? basename(dirname(from)) : basename(from, ".git");
  return name.replace(/[^\w.-]/g, "-").replace(/^\./, "-");
}
