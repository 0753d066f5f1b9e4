/** What models cost here: what a flag says, then the operator's own file, then the kept table. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { type Environment, modelName } from "../config.ts";
import { type Price, priceOf } from "../model/prices.ts";
import { callerFolder } from "./forge-command.ts";
import { Refusal } from "./refusal.ts";

const usd = z.number().min(0);

/** By `provider/model`, in USD per million tokens; cached input costs as much as fresh unless it is told. */
const priceFile = z.record(
  modelName,
  z
    .strictObject({ input: usd, cachedInput: usd.optional(), output: usd })
    .transform((price): Price => ({ ...price, cachedInput: price.cachedInput ?? price.input })),
);

/** Throws Refusal when the file of STIGMERGY_PRICES cannot be used. `given` counts for every model. */
export function pricesFrom(
  env: Pick<Environment, "STIGMERGY_PRICES">,
  given?: Price,
): (model: string) => Price | undefined {
  const own = env.STIGMERGY_PRICES === undefined ? {} : readPriceFile(env.STIGMERGY_PRICES);
  return (model) => given ?? (Object.hasOwn(own, model) ? own[model] : priceOf(model));
}

function readPriceFile(path: string): Readonly<Record<string, Price>> {
  const parsed = priceFile.safeParse(readJson(path));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "it" : issue.path.join(" ");
  throw new Refusal(
    `The prices of STIGMERGY_PRICES=${path} cannot be used, for ${where} is not as it must be (${issue?.message}): write {"provider/model": {"input": 3, "output": 15}} in USD per million tokens.`,
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(resolve(callerFolder(), path), "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "is no JSON" : "cannot be read";
    throw new Refusal(
      `The file of STIGMERGY_PRICES=${path} ${why}: name a JSON file of prices, or unset it.`,
    );
  }
}
